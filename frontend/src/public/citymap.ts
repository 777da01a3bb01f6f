/** The page of the public map: what needs a script appears, and the map of the cases is drawn. */
import { drawWhenSeen } from "../kit/seen";

document.querySelectorAll<HTMLElement>("[data-with-script]").forEach((part) => (part.hidden = false));
drawWhenSeen(document.querySelectorAll<HTMLElement>("[data-city-map]"), () => import("./spots"));
