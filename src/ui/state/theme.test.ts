import { expect, test } from "vitest";
import { ThemeState, type ThemeChoice } from "./theme.svelte";

function stored() {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  };
}

test("begins as the system wishes and goes round", () => {
  const applied: ThemeChoice[] = [];
  const theme = new ThemeState(stored, (choice) => applied.push(choice));
  for (let press = 0; press < 3; press++) theme.next();
  expect(applied).toEqual(["system", "light", "dark", "system"]);
});

test("is remembered", () => {
  const store = stored();
  new ThemeState(
    () => store,
    () => undefined,
  ).next();
  expect(
    new ThemeState(
      () => store,
      () => undefined,
    ).choice,
  ).toBe("light");
});

test("works where storage is forbidden, and with what it does not know", () => {
  const forbidden = new ThemeState(
    () => {
      throw new Error("SecurityError");
    },
    () => undefined,
  );
  forbidden.next();
  expect(forbidden.choice).toBe("light");
  const odd = stored();
  odd.setItem("rl-on-off:theme", "sepia");
  expect(
    new ThemeState(
      () => odd,
      () => undefined,
    ).choice,
  ).toBe("system");
});
