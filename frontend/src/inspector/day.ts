/** The visits of an inspector's day on a phone. */
import { DayPage, type Page } from "../kit/day/page";
import type { Item } from "../kit/outbox-base";
import { VISITS } from "./finding";
import { drawList } from "./list";
import type { Day, KeptDay, Visit } from "./types";
import { VisitView } from "./visit";

class VisitsPage extends DayPage<Day, Visit> {
  protected things({ visits }: Day): Visit[] {
    return visits;
  }

  protected hashOf({ code }: Visit): string {
    return code;
  }

  protected newView(day: Day, visit: Visit, index: number, page: Page): VisitView {
    return new VisitView(day, visit, index, page);
  }

  protected drawList(kept: KeptDay | undefined, items: Item[], waiting: number): Promise<void> {
    return drawList(this.root, kept, items, waiting);
  }
}

const root = document.querySelector<HTMLElement>("[data-inspector]");
if (root) new VisitsPage(root, VISITS);
