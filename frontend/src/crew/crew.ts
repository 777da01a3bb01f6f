/** The day of a crew on a phone. */
import { DayPage, type Page } from "../kit/day/page";
import { all } from "../kit/outbox";
import type { Item } from "../kit/outbox-base";
import { CREW } from "./day-base";
import { finishIfComplete } from "./entering";
import { drawList } from "./list";
import { entriesOf, isUnfinished } from "./states";
import { StopView } from "./stop";
import type { Day, KeptDay, Stop } from "./types";

class CrewPage extends DayPage<Day, Stop> {
  protected things(day: Day): Stop[] {
    return day.stops;
  }

  protected hashOf({ number }: Stop): string {
    return number;
  }

  protected newView(day: Day, _stop: Stop, index: number, page: Page): StopView {
    return new StopView(day, index, page);
  }

  protected drawList(kept: KeptDay | undefined, items: Item[], waiting: number): Promise<void> {
    return drawList(this.root, kept, items, waiting);
  }

  protected override async follow({ person }: Day, stop: Stop): Promise<void> {
    await finishIfComplete(person, stop, await all());
  }

  protected override wasCutOff({ person }: Day, stop: Stop, items: Item[]): boolean {
    return isUnfinished(stop, entriesOf(stop.number, person, items));
  }
}

const root = document.querySelector<HTMLElement>("[data-crew]");
if (root) new CrewPage(root, CREW);
