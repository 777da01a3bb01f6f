/** Numbers as the reader's language writes them. */

/** «۱٬۲۳۴٫۵» or "1,234.5"; a dash for no value. */
export function figure(value: unknown, language: string): string {
  if (typeof value !== "number" || !Number.isFinite(value)) return "—";
  return new Intl.NumberFormat(language === "fa" ? "fa-IR" : "en", { maximumFractionDigits: 1 }).format(value);
}
