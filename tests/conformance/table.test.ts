import { describe, test } from "vitest";
import { CONFORMANCE } from "./suite";
import { tableSubject } from "./tableSubject";

for (const subject of [tableSubject(0, true), tableSubject(12, false)]) {
  describe(`conformance: ${subject.name}`, () => {
    for (const { title, run } of CONFORMANCE) test(title, () => run(subject), 60_000);
  });
}
