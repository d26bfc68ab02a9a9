import { expect, test } from "vitest";
import { walkPolicy } from "../../../../../tests/support/walkPolicy";

test("A writes every token, whatever it sees and whoever was to start", () => {
  const sights = [0, Infinity, 0.1, { entropyA: 9 }];
  expect(walkPolicy({ policy: "never" }, sights)).toMatchObject({ authors: "aaaa", switches: [] });
  expect(walkPolicy({ policy: "never", start: "b" }, sights)).toMatchObject({
    authors: "aaaa",
    switches: ["0 b→a: never B"],
  });
});

test("B writes where it is forced to, and A again after it", () => {
  expect(walkPolicy({ policy: "never" }, [0, 9, 9], { forced: [{ position: 1, side: "b" }] })).toMatchObject({
    authors: "aba",
    switches: ["1 a→b: by hand", "2 b→a: never B"],
  });
});
