import { expect, test, vi } from "vitest";
import { FakeBrowser, gate, PROMPT } from "../../testing/fakeBrowser";

test("the page is busy while a mixed answer is written, and its Stop ends it and keeps what stands", async () => {
  const browser = new FakeBrowser();
  browser.goTo(`#/switch?v=1&q=${encodeURIComponent(PROMPT)}&chat=0&n=12`);
  const writing = gate();
  let held = false;
  const session = browser.visit({ pause: async () => (held ? writing.wait() : undefined) });
  await session.open();
  await vi.waitFor(() => expect([session.models.ready, session.switching.busy]).toEqual([true, false]));
  expect(session.busy).toBe(false);
  held = true;
  session.mixing.write();
  await vi.waitFor(() => expect(session.mixing.writing).toBe(true));
  expect(session.busy).toBe(true);
  session.stop();
  writing.open();
  await vi.waitFor(() => expect(session.mixing.writing).toBe(false));
  expect(session.busy).toBe(false);
  expect(session.mixing.answer?.end?.reason ?? "stopped").toBe("stopped");
});
