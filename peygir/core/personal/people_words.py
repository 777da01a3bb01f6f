"""Words for the search for names: names that are words too, words of places, names in Latin letters."""

from typing import Final

# Given names that are everyday words too: alone they tell nothing.
ALSO_WORDS: Final = """
امید آرزو زیبا بهاره پروانه لاله رحمت نعمت قدرت عزت نصرت حشمت جلال کمال جمال صادق پویا ایمان احسان الهام ندا حدیث
افسانه ترانه ژاله نرگس پیمان کاوه نوید کریم رحیم رحمان ولی نبی رسول امیر اکبر اعظم اشرف شاهین شهریار سامان آزاده هاله
سوسن مهری ستایش کوثر نگین غزل یلدا مژده فرشته بهمن نادر آرمان شیرین عفت عصمت کیمیا حافظ آرین شمس
رجب شعبان رمضان پارسا صبا هدایت رضوان فرهنگ عادل عسل ریحان البرز پگاه ماهان معین متین هستی شقایق ستار سالار رشید خسرو
ضیا عرفان مراد کبیر فروزان قمر مارال هما شهاب سلیم مهتاب غلام صفر سیما خورشید سوری برات بنفشه ارغوان طاووس دلبر زینت
زیور شوکت عشرت مولود آیت منیر شهرو افسر افروز بامداد پدیده پرتو پرستو تابان ترمه جانان جواهر چکاوک حریر خاطره روشنک
سایه سپیده سحر سروش سرور سرمه شاداب شاهرود شایسته صدف صفی طوفان ظریفه عابد عاطف عنایت غریب فرح فرمان فرود کرشمه کمند
کوشا کیهان گلبرگ گندم محترم محراب ماهور ملکه ملودی مهربان معراج میعاد نیکو نهال هدیه یکتا یگانه همایون حیات خلف دلاور
شریف شکور صالح طالب قلی کرم ماندنی مختار مدد مرید مسیح مقصود منصف مولا نامدار نصیب پولاد بیگم حمزه سراج شفیع فهیم لعیا
ایاز گلچین نسا سنا پاییز رسولی مانا زرتشت دینا تارا یاور حنا رستا سوفیا ماریا فرگل شوکا بشیر ندیم کلیم هود فرخ اختر
شبنم عارف سهیل عماد عطا خاتون صنم سمن نسترن یاسمن شراره گلی مرجان مانی کسری حجت مهدیه شمسی داراب نجف سلمان آوا
نیکی میثاق هورا بهین مینو رزا عطیه فخری بدری پریزاد خداداد سلاله
"""

# Family names that also say where one is from, or what one does.
ALSO_ADJECTIVES: Final = """
شیرازی قشقایی روستا دهقان کشاورز آزادی نوری مقدم امینی ملکی یزدانی عزیزی شمس علوی زمانی روشن عرب لر کرد درخشان ستوده
یگانه هوشمند صداقت عابد فروتن وفایی خانی میری شاهی کوهی بهشتی سادات صفوی قاجار ترکمان رشتی قمی کاشانی گیلانی مازندرانی
بختیاری تهرانی اصفهانی کرمانی بوشهری تبریزی مشهدی لاری فسایی کازرونی جهرمی بهبهانی همدانی اراکی خراسانی نظری حقیقی
لطفی همتی گلستانی روستایی صحراییان مالکی بلوچ بلوچی زابلی اهوازی خوزستانی آبادانی دزفولی شوشتری بروجردی نیشابوری
سبزواری گرگانی ساروی بابلی آملی لنگرودی زنجانی قزوینی ساوجی سنندجی ایلامی استهبانی نی‌ریزی دارابی سروستانی مرودشتی
زرقانی کابلی یزدی عراقی هراتی دشتی باستانی روحانی خدامی دولتی امانی خجسته شادمان خوشبخت سرافراز خیرخواه دیندار کامیاب
وفاداری نوربخش روحانی ارجمند راستگو خرسندی شکیبا رستگار نیکوکار گلکار گلزار بازرگان دارایی صرافی چوپانی عشایری بختیار
شاکر قانع جهانی طلوعی سماوات جنتی دادخواه دادرس رهنما معتمد متولی وکیلی یادگاری سروش سرداری مدنی میلانی فردوسی کلانتری
پیروی نقدی صبوری رزمی طالبی فضیلت خوش‌نیت خوش‌کلام جوانمردی رئوف مشفق برومند زاهد راسخ داوری هنرور تدین دهخدا معروفی
شمشیری علمی کارگر قدسی
"""

# Whom «ساکن» (living in) may follow, and who is nobody in particular.
CROWDS: Final = """
اهالی مردم شهروند شهروندان خانواده خانوار خانوارهای افراد همه ما من شما آنها محترم قدیمی عزیز تمام کل بیشتر اکثر
برخی همسایه همسایگان ساکنین ساکنان سالمند سالمندان کارگران دانشجویان کسبه مالکان مستاجر مستاجران اینجانب بنده
خودم یک دو سه چند نفر هستم کسانی هرکس هموطنان مهاجران اتباع خواهر برادر پدر مادر پسر دختر زن مرد زوج آقا خانم
سال سالهاست است که
"""

# A street, park or clinic that bears a name is a place; so is what bears a martyr's.
PLACES: Final = """
افق خیابان خیابون خ بلوار بولوار کوچه کوی میدان میدون چهارراه چارراه سه‌راه سه‌راهی پل بزرگراه اتوبان پارک بوستان مسجد
مدرسه دبستان دبیرستان هنرستان دانشگاه دانشکده بیمارستان درمانگاه کلینیک مطب داروخانه مجتمع ساختمان پاساژ بازار بازارچه
شهرک محله فلکه کتابخانه آرامگاه حسینیه ورزشگاه سالن ایستگاه تقاطع زیرگذر روگذر فروشگاه مغازه شرکت رستوران هتل شهید
شهدای شهیدان سردار امام امامزاده حضرت آیت‌الله سپهبد سرلشکر استخر باغ نانوایی سوپرمارکت سوپر پمپ گذر بن‌بست خط مترو
تونل پایانه ترمینال آزمایشگاه رادیولوژی سونوگرافی دندانپزشکی فیزیوتراپی باشگاه کارواش تعمیرگاه آژانس گالری آرایشگاه
قنادی میوه‌فروشی ساندویچی قصابی زورخانه آستانه آستان حرم بقعه زیارتگاه مرقد تکیه خوابگاه هایپر گلزار مقبره سینما بنزین
بانک فرودگاه سد روستا روستای جاده آزادراه شهربازی کتابفروشی دروازه فرهنگسرا تالار آموزشگاه مهدکودک مهد دارالرحمه
قبرستان یادمان مجموعه اداره سرای کاخ حمام تیمچه کارخانه نمایشگاه درختان سراه سه راه پردیس پایگاه کانون موسسه بنیاد
هیئت هیات
"""

# After these a place that was named before no longer bears the name: «مدیر ساختمان ما محسن …», «پارکی که …».
AFTER_A_PLACE: Final = """
ما من شما او ایشان است هست نیست هستند بود بودند شد شده شدند را که با دارد ندارد دارند کرد کرده می‌کند می‌شود مال لطفا
"""

# Persian given names in Latin letters.
LATIN_GIVEN: Final = """
ali mohammad mohamad muhammad mohammed hossein hosein hussein husayn hassan hasan reza mahdi mehdi ahmad ahmed mahmoud
mahmood mojtaba morteza mostafa amir abbas akbar asghar javad hadi hamid hamed saeed saeid said masoud masood naser
mansour karim rahim ebrahim ibrahim esmaeil ismail yaghoub yousef yusef musa mousa isa davoud davood soleiman sadegh
bagher kazem taghi jafar ghasem qasem hashem heydar gholamreza mohammadreza alireza hamidreza amirhossein abdollah
bahram bahman behrouz behzad bijan parviz peyman jamshid jahangir dariush ramin rostam saman siavash siamak sohrab
shahin shahram shahriar faramarz farhad fereydoun farzad farshid farid kamran kourosh koorosh keyvan kaveh mazyar
mehran mehrdad milad nader navid houshang arash arman armin iman ehsan pouya sina yaser majid vahid rasoul rasool
khalil jalil jalal kamal fatemeh fateme fatima zahra maryam zeinab zeynab zainab masoumeh masoume sakineh khadijeh
roghayeh tahereh marzieh razieh hamideh saeedeh farideh mehri mahin parvin parvaneh shahla shahnaz shirin shiva nasrin
narges nastaran nahid nazanin neda niloufar leila leyla laleh sara samira samaneh somayeh soudabeh sousan sima soheila
azam akram ashraf batoul elham elaheh elnaz azadeh arezoo afsaneh bahareh parisa taraneh soraya homeira rana roya
reyhaneh rihaneh ziba sanaz farzaneh fereshteh fahimeh kimia golnaz mahboubeh mozhgan mojgan mina manijeh mahnaz mahsa
mitra negar negin hanieh haleh yasaman yasi omid babak pedram payam nima kian amirali abolfazl aboalfazl ardeshir
ardalan ashkan atefeh ayda aida bita bahar bardia behnam behnaz bozorgmehr borzoo daniyal danial donya elahe
esfandiyar fardin faranak farnaz farshad fariba fattaneh gholam gholamali ghodrat ghorban golnar habib hooman houman
hormoz iraj jaber kambiz kazhal keykhosro khosro khosrow kiana kiarash kioumars ladan maedeh maliheh mandana
manouchehr marjan mehrnoush mehrnaz melika meysam mohsen moslem mona nargess nasim niloofar nooshin nosrat parham
parand pardis pejman pooneh pooria pouria rahele rouhollah roozbeh rozhin saba sadaf saeideh safoora saghar sahar
salar samin sanam sepideh sepehr setareh shabnam shaghayegh shahab shahrzad shahrokh shohreh sirous siroos soheil
solmaz tahmineh tina touraj vida yalda yashar younes zhaleh zohreh
"""
# Persian family names in Latin letters that no ending tells.
LATIN_FAMILY: Final = """
keshavarz zare zarei dehghan afshar moghaddam moghadam fallah golestan bayat zand ranjbar honarmand farahmand dezhkam
ghashghai ghahreman rostam shamloo javid jokar mohajer pakdel khosravi sabzevar dastgheib namdar rahnama ghahremani
farrokh kamkar kamyab sepehr sotoudeh foroutan yeganeh shakeri forouzan khaksar sarmad delavar
"""

# Words of places, in English and in Persian with Latin letters.
LATIN_PLACES: Final = """
street st boulevard blvd bolvar avenue ave alley lane road square sq park school mosque bridge hospital clinic
highway expressway station metro garden tomb bazaar mall market hotel university library stadium pharmacy bank
building complex town district quarter neighbourhood neighborhood crossroad crossroads intersection junction
roundabout tunnel terminal kooche kuche kooye koocheye khiaban khiabane khiyaban khiabun bolvare meydan meydane
meydun falake parke masjed masjede madrese madreseye pol pole chaharrah bozorgrah shahrak mahale mahaleye shahid
shahidan emam imam sardar martyr saint bimarestan darmangah istgah istgahe bustan boostan bostan bagh hafez
township shrine citadel mausoleum saadi underpass overpass cinema restaurant company shop store office
"""

# Everyday words, in English and in Persian with Latin letters, that are nobody's name.
LATIN_PLAIN: Final = """
the a an and of not who in at on is was he she it they we you i my our your his her their this that these those there
here with for from to by or but if as be are were has have had do does did no yes please thanks thank hello hi dear
sir madam street city municipality nobody somebody someone anybody never still again very too also then than when
where which what why how all va ham ke ro ra az dar baraye mishe nemishe kar nist ast hast bood shod shode dare daran
lotfan salam mamnoon ma man shoma un oon ye yek se ba ta hich inja unja emrooz dirooz farda shab rooz ghabl baad pish
mohtaram aziz gerami hamsaye mosen pir javan bardar ranande shahrdar masool karmand kargar mamoor nazer ha hay haye
roo kenar jolo jeloye poshte mayor president governor minister manager director officer officers chairman council
driver judge inspector engineer shahrdari shahrdare fash mahfooz mahfuz makhfi mahramane ghalat eshtebah moshkel
hastam bashe nashe beshe gheyre neveshte chieh chie chiye kojast yadam list bad khoob khub dorost iranian persian
sorry happy sad angry tired writing calling asking waiting reporting living going sure afraid really just new old iran
shiraz tehran everyone residents team neighbours neighbors office management support best regards sincerely urgent
dangerous terrible good broken unacceptable hanooz hanuz dige lotf khaste khahesh nabashid nabashin mersi merci bale
doroste dast shomaro hame kheyli yahoo gmail android iphone mail samsung outlook windows
"""

# Whose name follows: «پسر …», «همسایهٔ ما …».
RELATIONS: Final = """
خانواده خانواده‌ی خانوادهی منزل خانه خانه‌ی خونه خونه‌ی پسر دختر زن همسر شوهر برادر خواهر داداش داماد عروس پدر مادر نوه
پسرعموی فرزند همسایه همسایه‌ی همسایه‌مون همسایه‌مان همسایه‌ام همسایه‌م همسایمون همسایمان همسایم همسایشون مستاجر
مستاجرمون صاحبخانه صاحبخانه‌مون صاحبخانمون سرایدار سرایدارمون خانوادش شوهرش پسرش دخترش زنش برادرش همسرش پسرم دخترم
همسرم شوهرم برادرم خواهرم فرزندم مادرم پدرم
"""
# Whose name is told: «اسم راننده … است».
PERSONS: Final = """
راننده همسایه همسایه‌مون همسایه‌مان همسایه‌ام همسایمون مامور مسئول مسوول صاحب صاحبش صاحبخانه صاحبخونه کارمند کارگر طرف
پیمانکار مدیر رئیس رییس پسر پسره پسرش دختر دختره دخترش زن زنه زنش مرد مرده آقا آقاهه آقائه خانم خانمه خانمش ایشان
ایشون او فرد شخص مزاحم متخلف نگهبان سرایدار منشی مهندس دکتر
"""
# What stands before a name in a village or among relatives, and ranks.
RANKS: Final = """
مشتی مش مشهدی کبلایی کربلایی بی‌بی ننه عمو دایی خاله عمه اوستا اوس سرهنگ سرگرد سروان ستوان سرکار جناب
"""

# Whose name follows, with a mark or without: «کارشناس بازدید: …», «شاکی، …».
ROLES: Final = """
باغبان متولی امام‌جماعت کارشناس بازرس ناظر پیمانکار راننده شاکی متقاضی مالک متخلف مغازه‌دار مغازهدار فروشنده نگهبان
پاکبان رفتگر مامور مسئول مسوول سرپرست رئیس رییس معاون مدیر مدیرعامل مدیرکل متصدی اپراتور تکنسین استادکار سرکارگر کارگر
کارمند همکار همکارم سرایدار صاحب صاحبش صاحبخانه همسایه همسایه‌ها مستاجر مشتکی مشتکی‌عنه ذینفع ذی‌نفع وکیل نماینده
بازدیدکننده گزارش‌دهنده گزارشدهنده تماس‌گیرنده درخواست‌کننده درخواستدهنده درخواست‌دهنده شهروند خریدار مستاجرم
امضاکننده تهیه‌کننده تنظیم‌کننده گیرنده مخاطب دوستم رفیقم دوست رفیق شریکم همسر نامزدم پدربزرگم مادربزرگم داییم خاله‌ام
پسرخاله پسرعمو دخترعمو دخترخاله باجناقم شاهد مصدوم متوفی مرحوم مرحومه مجروح آسیب‌دیده بیمار نانوا قصاب بقال آشپز پزشک
معلم شوهر زن پسر دختر پدر مادر برادر خواهر شوهرم زنم پسرم دخترم پدرم مادرم برادرم خواهرم همسرم فرزندم مربی مدیره
حسابدار منشی
"""
# What may stand between a role and the name.
OF_A_ROLE: Final = """
ساختمان ساختمون مجتمع بلوک بازدید بازدیدکننده پروژه محل محله ما من شما منطقه ناحیه مغازه ملک خودرو ماشین شهرداری شهری
فنی پرونده پاسخگو پاسخگویی پیگیری رسیدگی سد معبر شیفت گشت اتوبوس تاکسی خط این اون آن بالایی پایینی بغلی روبرویی طبقه
اول دوم سوم خانه خونه منزل دفتر واحد اصلی قبلی فعلی جدید محترم مربوطه همین کوچه پارک درخواست گزارش هیئت مدیره عامل
اداره خدمات اجرایی اجرا شب روز مجاور دیوار سگ
"""
# What may stand where a closing has a name, and is none.
CLOSING_PLAIN: Final = """
نام اسم ثبت نکنید ننویسید نمی‌نویسم نیامد نیست
فراوان زیاد بسیار قبلی جمعی اهالی ساکنین ساکنان ساکن شهروند شهروندان مردم هیئت هیات امنا امنای کسبه خسته از شما
پیشاپیش همسایه همسایه‌ها همسایگان محترم یک یه شهرداری منطقه اداره روابط عمومی کارشناس مدیریت واحد ناحیه سامانه معاونت
خدمات شهری سازمان که برای لطفا لطف زحمات زحمت همه همگی والدین دانش‌آموزان دانش شورای شورا محل محله کوچه خیابان بلوار
مجتمع ساختمان پاسخ پیگیری رسیدگی توجه حسن همکاری مساعدت عزیز گرامی عزیزان دوستان خدا خداوند باشید باشین هستم هستیم
دارم داریم میشه شد شده بود است نیست می‌شود کنید کنین بفرمایید مجدد دوباره مسافر مسافران کارگر کارگران اعضای ممنون سپاس
تشکر مرسی متشکرم سپاسگزارم خسته‌نباشید سلام ارادتمند احترام مدیر مدرسه مسجد دبستان رئیس گزارش درخواست شکایت موضوع
تاریخ ساعت روز شب فردا امروز دیروز منتظر خواهشمند خواهشمندم خواهشمندیم تقاضا درخواست‌کننده اینجانب بنده حقیر کوچک
همیشگی جان آقا آقای خانم ما من تو او مون تون خوب خوبی عالی بد کم کرد کردن کردند کرده داشت داشتند برخورد رفتار صحبت عمل
بودند شدند خان فاش محفوظ مخفی محرمانه پنهان ناشناس نوشته درج ذکر نباشه باشه نشه بشه نمونه بمونه نیاد نره بیاد یادم توی
رو را در با بی سر روی هم چیه چی چیست کسی هیچ‌کس هیچکس آباد آبادی چوپان ندارد ندارن داره دارن رفت رفته آمد اومد گفت
گفته میگم میگه بیرونه پیچیده همینجوری اونجا اینجا همون همین دیگه دیگر فقط اصلا شاید حتما باید نباید قبلا بعدا چون ولی
اما اگر اگه وقتی کجاست کجا غلط اشتباه درست پارک میدان ایستگاه شهر شهرک دیوار لیست تابلو پاکبان آتش‌نشان آتش‌نشانی
نیروهای نیروی پرسنل عوامل تیم اکیپ گروه مجموعه بازنشسته بازنشستگان معلم دانشجو دانشجوی کاربر بازاریان جوان جوانان مادر
پدر بابت بابت‌ِ زودتر سریع سریعتر فوری فورا بیشتر کمتر شهروندی مسئولین مسئولان مامورین ماموران
"""
# What stands after «دکتر» or «مهندس» and is no name, with or without its last «ی».
AFTER_A_TITLE: Final = """
حساب شهردار منطقه ناحیه پروژه اجرا مکانیک معمار عمران برق شهرساز کشاورز کامپیوتر تغذیه عموم زنان کودکان قلب چشم
دندانپزشک داروخانه درمانگاه خوب جوان پیر تقلب فنی ایمن صنایع آبرسان ژنتیک روانشناس اورژانس بیهوش رادیولوژ گفتن میگه
می‌گه می‌گوید گفته رفته رفتم رفتیم نداره ندارد خیلی عزیزم گرامی آلمان ایران فلانی بی‌سواد بیسواد بیمارستان اون همون
قبل بعد دیگر دیگه تازه‌کار متخصص فوق ناظری قلابی الکی باسواد بازنشسته معروف اصل اصلی شیفت کشیک طب داخل بالا بهداشت
سلامت عفون خانواده پوست مغز زیبای شرکت پیمانکار سازه تاسیسات راه نقشه پاسخگو ارولوژ جراح ارتوپد گوش خارج محل
"""
# What stands after "I" or "Mr" in Arabic and is no name.
ARABIC_PLAIN: Final = """
مواطن مواطنه من ساکن ساکنه فی لا لم لن اسکن ارید اعیش اطلب اشتکی اشکو انا هذا المحترم المدیر المسوول رییس الشهردار
العمده المحافظ غیر متضرر طالب موظف
"""
# Of each closing one word: a text that has none of them is done with.
CLOSINGS: Final = """
تشکر احترام سپاس درود مهر ادب ارادتمند امضا امضاء امضاکننده مخلص دوستدار دوستدارتان چاکر قربان قربون طرف فرستنده
نویسنده متشکرم سپاسگزارم ممنون مرسی خدانگهدار خداحافظ والسلام تنظیم
"""
# Given names that stand after «پسرم» and tell what he is or does.
AFTER_KIN: Final = """
امید آرزو زیبا رحمت نعمت شیرین عزت قدرت صادق مهربان شاداب یگانه یکتا کوشا غریب شریف مدد نصیب ولی نبی محترم شایسته سالار
کریم رحیم مهدیه هدایت پیمان شاهد خلف صالح طالب عاطف عارف فهیم افسر فرمان صفر صبا
"""
