"""Words for the search for names: names that are words too, words of places, names in Latin letters."""

from typing import Final

# Given names that are everyday words too: alone they tell nothing.
ALSO_WORDS: Final = """
امید آرزو زیبا بهاره پروانه لاله رحمت نعمت قدرت عزت نصرت حشمت جلال کمال جمال صادق پویا ایمان احسان الهام ندا
حدیث افسانه ترانه ژاله نرگس پیمان کاوه نوید کریم رحیم رحمان ولی نبی رسول امیر اکبر اعظم اشرف شاهین شهریار سامان
آزاده هاله سوسن مهری ستایش کوثر نگین غزل یلدا مژده فرشته بهمن نادر آرمان شیرین عفت عصمت الهه هدی کیمیا گیتی حافظ
طاهره آرین شمس رجب شعبان رمضان پارسا صبا هدایت رضوان فرهنگ عادل عسل ریحان البرز پگاه ماهان معین متین هستی شقایق
ستار سالار رشید خسرو ضیا شبنم عارف سهیل عماد عطا خاتون صنم سمن نسترن یاسمن شراره گلی زهره مرجان مانی کسری حجت
مهدیه
"""

# Family names that also say where one is from, or what one does.
ALSO_ADJECTIVES: Final = """
شیرازی قشقایی روستا دهقان کشاورز آزادی نوری مقدم امینی ملکی یزدانی عزیزی شمس علوی زمانی روشن عرب لر کرد درخشان
ستوده یگانه هوشمند صداقت عابد فروتن وفایی خانی میری شاهی کوهی بهشتی سادات صفوی قاجار ترکمان رشتی قمی کاشانی
گیلانی مازندرانی بختیاری تهرانی اصفهانی کرمانی بوشهری تبریزی مشهدی لاری فسایی کازرونی جهرمی بهبهانی همدانی اراکی
خراسانی نظری حقیقی لطفی همتی گلستانی روستایی صحراییان مالکی
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
خیابان خیابون خ بلوار بولوار کوچه کوی میدان میدون چهارراه چارراه سه‌راه سه‌راهی پل بزرگراه اتوبان پارک بوستان
مسجد مدرسه دبستان دبیرستان هنرستان دانشگاه دانشکده بیمارستان درمانگاه کلینیک مطب داروخانه مجتمع ساختمان پاساژ
بازار بازارچه شهرک محله فلکه کتابخانه آرامگاه حسینیه ورزشگاه سالن ایستگاه تقاطع زیرگذر روگذر فروشگاه مغازه شرکت
رستوران هتل شهید شهدای شهیدان سردار امام امامزاده حضرت آیت‌الله سپهبد سرلشکر استخر باغ نانوایی سوپرمارکت سوپر
پمپ گذر بن‌بست خط مترو تونل پایانه ترمینال فرهنگسرا تالار آموزشگاه مهدکودک مهد دارالرحمه قبرستان یادمان مجموعه
اداره سرای کاخ حمام تیمچه کارخانه نمایشگاه بانک درختان سراه سه راه پردیس پایگاه کانون موسسه بنیاد هیئت هیات
"""

# After these a place that was named before no longer bears the name: «مدیر ساختمان ما محسن …», «پارکی که …».
AFTER_A_PLACE: Final = """
ما من شما او ایشان است هست نیست هستند بود بودند شد شده شدند را که با دارد ندارد دارند کرد کرده می‌کند می‌شود لطفا
"""

# Persian given names in Latin letters.
LATIN_GIVEN: Final = """
ali mohammad mohamad muhammad mohammed hossein hosein hussein husayn hassan hasan reza mahdi mehdi ahmad ahmed
mahmoud mahmood mojtaba morteza mostafa amir abbas akbar asghar javad hadi hamid hamed saeed saeid said masoud
masood naser mansour karim rahim ebrahim ibrahim esmaeil ismail yaghoub yousef yusef musa mousa isa davoud
davood soleiman sadegh bagher kazem taghi jafar ghasem qasem hashem heydar gholamreza mohammadreza alireza
hamidreza amirhossein abdollah bahram bahman behrouz behzad bijan parviz peyman jamshid jahangir dariush ramin
rostam saman siavash siamak sohrab shahin shahram shahriar faramarz farhad fereydoun farzad farshid farid kamran
kourosh koorosh keyvan kaveh mazyar mehran mehrdad milad nader navid houshang arash arman armin iman ehsan pouya
sina yaser majid vahid rasoul rasool khalil jalil jalal kamal fatemeh fateme fatima zahra maryam zeinab zeynab
zainab masoumeh masoume sakineh khadijeh roghayeh tahereh marzieh razieh hamideh saeedeh farideh mehri mahin
parvin parvaneh shahla shahnaz shirin shiva nasrin narges nastaran nahid nazanin neda niloufar leila leyla laleh
sara samira samaneh somayeh soudabeh sousan sima soheila azam akram ashraf batoul elham elaheh elnaz azadeh
arezoo afsaneh bahareh parisa taraneh soraya homeira rana roya reyhaneh rihaneh ziba sanaz farzaneh fereshteh
fahimeh kimia golnaz mahboubeh mozhgan mojgan mina manijeh mahnaz mahsa mitra negar negin hanieh haleh yasaman
yasi omid babak pedram payam nima kian
"""

# Words of places, in English and in Persian with Latin letters.
LATIN_PLACES: Final = """
street st boulevard blvd bolvar avenue ave alley lane road square sq park school mosque bridge hospital clinic
highway expressway station metro garden tomb bazaar mall market hotel university library stadium pharmacy bank
building complex town district quarter neighbourhood neighborhood crossroad crossroads intersection junction
roundabout tunnel terminal kooche kuche kooye koocheye khiaban khiabane khiyaban khiabun bolvare meydan meydane
meydun falake parke masjed masjede madrese madreseye pol pole chaharrah bozorgrah shahrak mahale mahaleye shahid
shahidan emam imam sardar martyr saint bimarestan darmangah istgah istgahe bustan boostan bostan bagh hafez
saadi underpass overpass cinema restaurant company shop store office
"""

# Everyday words, in English and in Persian with Latin letters, that are nobody's name.
LATIN_PLAIN: Final = """
the a an and of not who in at on is was he she it they we you i my our your his her their this that these those
there here with for from to by or but if as be are were has have had do does did no yes please thanks thank
hello hi dear sir madam street city municipality nobody somebody someone anybody never still again very too also
then than when where which what why how all va ham ke ro ra az dar baraye mishe nemishe kar nist ast hast bood
shod shode dare daran lotfan salam mamnoon ma man shoma un oon ye yek se ba ta hich inja unja emrooz dirooz
farda shab rooz ghabl baad pish mohtaram aziz gerami hamsaye mosen pir javan bardar ranande shahrdar masool
karmand kargar mamoor nazer ha hay haye roo kenar jolo jeloye poshte
mayor president governor minister manager director officer officers chairman council driver judge inspector engineer
shahrdari shahrdare
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
