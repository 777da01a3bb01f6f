"""Groups of words shared by several patterns, as regular expressions without capturing groups."""

from typing import Final

P: Final = (
    "(?:درست|حل|برطرف|رفع|انجام|تمام|تعمیر|اصلاح|مرتفع|تمیز|جمع|تعویض|نصب|اسفالت|جارو|نظافت|پاکسازی|لایروبی|"
    "سمپاشی|هرس|لکه گیری|مرمت|ترمیم|بازسازی|نوسازی|رسیدگی|پیگیری|روشن|وصل|اوکی|ردیف|مرتب|خوب|عالی|سالم|اقدام|"
    "پر|صاف|رنگ|سرویس|فیکس|fix|fixed|done|اجرا|نقاشی|شستشو|هموار|خاک برداری|تخلیه|لوله کشی|کف سازی|باز|سبز|"
    "ok|solve|حذف|قیر|پاک|خط کشی|خطکشی|علف زنی|جابجا|جابه جا|جمع اوری|جمعاوری|ایمن|مسدود|پلمپ|تنظیم|"
    "راه اندازی|جوش|جوشکاری|اب پاشی|محکم|تکمیل|گچ|سیمان|موزاییک|بتن|زیرسازی|کانال کشی|درپوش|حفاظ|پوشیده|بسته|"
    "کوتاه|لکه گیری|پاکسازی|ضد عفونی|ضدعفونی|خالی|کامل|تامین|ابیاری)"
)
"""Nouns and adjectives that mean "done" with «شد» or «کردن»."""
DEED: Final = "(?:درست|حل|برطرف|رفع|تعمیر|اصلاح|تمیز|جمع|تعویض|نصب|اسفالت|جارو|مرمت|ترمیم|پر|صاف|هموار|لوله کشی|سیمان)"
"""Those of `P` that alone say that somebody did the work."""
ACT: Final = "(?:شد|کردن|دادن|گرفت)"
""""Was done", in the forms of the lexicon."""
UNACT: Final = "(?:نشد|نکردن|ندادن|نگرفت|نمیشه|نمیکنن|نبود)"
""""Was not done", in the forms of the lexicon."""
UNDONE_VERB: Final = UNACT.replace("|نبود", "")
"""Verbs that mean "not done" without a noun beside them."""
GAP: Final = r"(?:\S+ ){0,3}?"
"""Up to three other words between."""
GAP2: Final = r"(?:\S+ ){0,2}?"
"""Up to two other words between."""
TROUBLE: Final = (
    "(?:مشکل|بو|بوی|بویی|نشتی|نشت|چاله|اشغال|زباله|صدا|سروصدا|مزاحمت|خاموشی|قطعی|اب گرفتگی|گرفتگی|خرابی|اثر|"
    "اثری|سگ|موش|problem|problems|issue|issues|smell|leak|trouble)"
)
"""What citizens complain about; its absence is good news."""
BADNESS: Final = (
    "(?:خراب|خاموش|قطع|کثیف|شکسته|تاریک|ناصاف|ناهموار|کج|گود|لق|سست|گرفته|خطرناک|نامرتب|شل|بو میدن|بو میان|"
    "نشت میدن|نشتی دارد|گرفتگی دارد)"
)
"""States of a thing that is out of order."""
NUISANCE: Final = (
    rf"(?:{TROUBLE}|{BADNESS}|فاضلاب|گل|خاک|گرد|دود|شیرابه|پشه|پشه ها|سوسک|مار|کلاغ|گربه|حشره|مگس|"
    r"سگ\S*|موش\S*|صدا\S*|بوش|"
    r"ترافیک|سیل|سیلاب|خطر|خطری|نگرانی|دردسر|اذیت|مزاحم\S*|دست ?انداز|لجن|علف\S*|شکایت\S*|حرف|حرفی|"
    "چکه|نم|لق|گیر|پس|لیز|سوت|اتصالی|جرقه|هدر)"
)
"""What is good to be rid of; `TROUBLE` and words that count only with «دیگه» and a negation."""
WANTED: Final = (
    r"(?:اب\S*|برق\S*|گاز\S*|نور\S*|چراغ\S*|لامپ\S*|تلفن\S*|اینترنت\S*|انتن\S*|اتوبوس\S*|سرویس\S*|فشار\S*|"
    r"روشنایی\S*|اسفالت\S*|سطل\S*|درخت\S*|کار|کاری|اسانسور\S*|امنیت\S*|پیاده رو\S*|ماشین\S*|خط\S*|پمپ\S*)"
)
"""Services and things whose absence is bad."""
FIXED: Final = (
    "(?:fixed|repaired|resolved|solved|done|completed|finished|cleaned|removed|collected|sorted|working|"
    "works|taken care of|taken|filled|replaced|mended|addressed|dealt with|cleared)"
)
"""English participles of work that was done."""
WELL: Final = "(?:properly|well|completely|fully|good|right|correctly|perfectly|great|100|entirely|totally)"
"""English adverbs of work that was done well."""
