/** Maps of a place on a page: choosing it, or showing where it is. */
import { drawWhenSeen } from "./seen";

drawWhenSeen(document.querySelectorAll<HTMLElement>("[data-map]"), () => import("./ground"));
