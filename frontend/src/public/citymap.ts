/** The page of the public map: what needs a script appears, filters apply at once, and the map of the cases is drawn. */
import { drawWhenSeen } from "../kit/seen";
import { narrowAtOnce } from "./narrowing";

document.querySelectorAll<HTMLElement>("[data-with-script]").forEach((part) => (part.hidden = false));
drawWhenSeen(document.querySelectorAll<HTMLElement>("[data-city-map]"), () => import("./spots"));
const filters = document.querySelector<HTMLFormElement>("form[data-map-filters]");
if (filters) narrowAtOnce(filters);
