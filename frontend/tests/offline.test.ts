// @vitest-environment happy-dom
/** A form of a case's page without a connection: its words become a command, and stand nowhere else. */
import "fake-indexeddb/auto";

import { expect, test, vi } from "vitest";

import { keepCommands } from "../src/clerk/offline";
import { all } from "../src/kit/outbox";
import { Server } from "./outbox-server";

test("a form with a draft in it is empty when its words are kept as a command", async () => {
  new Server();
  document.body.innerHTML = `
    <template data-command-kept><p class="notice" tabindex="-1">kept</p></template>
    <form data-command="note" data-order="0500000001" data-person="staff:1" data-keys='{"note":"note"}'>
      <input type="hidden" name="version" value="3"><textarea name="note">begun before</textarea>
    </form>`;
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  keepCommands();
  const form = document.querySelector("form") as HTMLFormElement;
  const box = form.querySelector("textarea") as HTMLTextAreaElement;
  box.value = "begun before, and ended";
  form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await vi.waitFor(() => expect(document.querySelector("[data-said]")).toBeTruthy());
  expect((await all())[0]?.command).toMatchObject({ base_version: 3, body: { note: "begun before, and ended" } });
  expect([box.value, form.querySelector<HTMLInputElement>("[name=version]")?.value]).toEqual(["", "3"]);
});
