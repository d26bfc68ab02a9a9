import { expect, test } from "vitest";
import { walkPolicy } from "../../../../../tests/support/walkPolicy";

test("B writes every token, whatever it sees and whoever was to start", () => {
  const sights = [0, Infinity, 0.1, { entropyA: 9 }];
  expect(walkPolicy({ policy: "always" }, sights)).toMatchObject({
    authors: "bbbb",
    switches: ["0 a→b: always B"],
  });
  expect(walkPolicy({ policy: "always", start: "b" }, sights)).toMatchObject({
    authors: "bbbb",
    switches: [],
  });
});

test("A writes where it is forced to, and B again after it", () => {
  expect(walkPolicy({ policy: "always" }, [0, 0, 0], { forced: [{ position: 1, side: "a" }] })).toMatchObject(
    {
      authors: "bab",
      switches: ["0 a→b: always B", "1 b→a: by hand", "2 a→b: always B"],
    },
  );
});
