/** Numbers and days as the page's language writes them: the page names its first digit, as its catalogue says. */

const LOCALES: Record<string, string> = { "۰": "fa-IR", "٠": "ar-u-nu-arab" };

/** The locale of numbers: Persian and Arabic digits have their own signs. */
export function numberLocale(): string {
  return LOCALES[document.documentElement.dataset.zero ?? ""] ?? "en";
}

/** The locale of days: in Arabic both calendars stand in the pages, here the Gregorian one with its own digits. */
export function dayLocale(): string {
  return numberLocale() === "en" ? "en-GB" : numberLocale();
}

/** A number in the digits of the page. */
export function written(number: number): string {
  return new Intl.NumberFormat(numberLocale()).format(number);
}

/** What stands between the parts of a list. */
export function comma(): string {
  return document.documentElement.dir === "rtl" ? "، " : ", ";
}
