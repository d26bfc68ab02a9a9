import { beforeEach, describe, expect, test } from "vitest";
import { readLesson } from "../../core/lesson/lesson";
import { packLesson } from "../../core/lesson/lessonLink";
import { fakeHub } from "../testing/fakeHub";
import { FakeLab, fakeModels } from "../testing/fakeLab";
import { DraftStore } from "./draftStore";
import { LessonState } from "./lesson.svelte";
import { Session } from "./session.svelte";
import { TourState } from "./tour.svelte";
import { liveSnapshot } from "./lessonSnapshot";
import { sessionStage } from "./lessonStage";
import { TOUR } from "../tour/steps";

const PIECES = [..."abcdefghijklmnopqrstuvwxyz ?.0123456789"];

const LESSON = `# Title

## Choose

\`\`\`step
do: token 2
done: token 2
\`\`\`

## Write

\`\`\`step
do: set seed=5 n=4
do: write b
done: changed seed
done: written b
\`\`\`

## Force

\`\`\`step
do: set w=a
do: force 2 a
done: versions 2
done: written a
\`\`\`

## End
`;

let session: Session;
let lesson: LessonState;

beforeEach(async () => {
  let hash = "#/compare?q=how+many&s=it+is+two.&chat=0";
  session = new Session({
    lab: new FakeLab({ pieces: PIECES }),
    shelf: {
      titles: async () => ({ ok: true, value: [] }),
      open: async () => ({ ok: false, failure: { code: "bad-input", message: "none" } }),
    },
    drafts: new DraftStore(() => ({ getItem: () => null, setItem: () => undefined })),
    bar: {
      get hash() {
        return hash;
      },
      replace: (next) => (hash = next),
    },
    embedded: async () => ({ ok: true, value: fakeModels() }),
    hub: fakeHub(),
  });
  await session.open();
  lesson = new LessonState(
    session,
    {
      open: async (id) =>
        id === "shipped"
          ? { ok: true, value: LESSON }
          : { ok: false, failure: { code: "bad-input", message: "not here" } },
    },
    async () => readLesson,
  );
});

async function follow(value: string): Promise<void> {
  session.settings.assign({ lesson: value });
  await lesson.follow(value);
}

describe("a lesson", () => {
  test("that the link names is opened, and one that is not there says so", async () => {
    await follow("shipped");
    expect(lesson.status).toMatchObject({ type: "open", lesson: { title: "Title" } });
    await follow("other");
    expect(lesson.status).toMatchObject({ type: "failed", failure: { message: "not here" } });
  });

  test("that the link carries is opened; a damaged and an empty one are told apart", async () => {
    await follow(packLesson("## One"));
    expect(lesson.status.type).toBe("open");
    await follow("~AAAA");
    expect(lesson.status.type).toBe("damaged");
    await follow(packLesson("x".repeat(1_000_000)));
    expect(lesson.status).toMatchObject({
      type: "unreadable",
      problems: [{ type: "too-long", length: 1_000_000 }],
    });
    await follow("");
    expect(lesson.status.type).toBe("none");
  });

  test("knows when a step is done, and does it on request", async () => {
    await follow("shipped");
    expect(lesson.done).toBe(false);
    session.view.choose(1);
    expect(lesson.holds).toBe(true);
    lesson.note();
    session.view.choose(0);
    expect([lesson.holds, lesson.done]).toEqual([false, true]);

    lesson.go(1);
    expect(session.settings.get("step")).toBe(2);
    await lesson.act();
    expect(session.settings.get("seed")).toBe(5);
    expect(lesson.done).toBe(true);

    lesson.go(2);
    expect(lesson.done).toBe(false);
    await lesson.act();
    expect(session.branches.all).toHaveLength(2);
    expect(lesson.done).toBe(true);

    lesson.go(3);
    expect([lesson.isLast, lesson.done, lesson.acting]).toEqual([true, false, false]);
  });

  test("is opened at the step of the link, at the last one where there are fewer", async () => {
    session.settings.set("step", 40);
    await follow("shipped");
    expect(lesson.index).toBe(3);
    expect(lesson.step?.title).toBe("End");
    lesson.close();
    expect([session.settings.get("lesson"), session.settings.get("step")]).toEqual(["", 1]);
  });
});

describe("the controls that a link hides", () => {
  test("are told by their labels and shown again on request", () => {
    session.settings.assign({ hidden: ["unit", "prompt"] });
    expect(session.hidden.has("unit")).toBe(true);
    expect(session.hidden.labels).toEqual(["Prompt", "Unit"]);
    session.hidden.showAll();
    expect(session.hidden.labels).toEqual([]);
  });
});

describe("the tour", () => {
  const memory = new Map<string, string>();
  const store = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
  };
  const tourWith = (bare: boolean, open: () => typeof store) =>
    new TourState(async () => TOUR, liveSnapshot(session), sessionStage(session), bare, open);

  async function offered(tour: TourState): Promise<number | undefined> {
    tour.offer();
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    return tour.at;
  }

  test("is offered once in a browser's life, on the bare page only", async () => {
    expect(await offered(tourWith(false, () => store))).toBeUndefined();
    expect(await offered(tourWith(true, () => store))).toBe(0);
    expect(await offered(tourWith(true, () => store))).toBeUndefined();
  });

  test("is not offered where the browser could not remember it", async () => {
    const forbidden = () => {
      throw new Error("forbidden");
    };
    expect(await offered(tourWith(true, forbidden))).toBeUndefined();
  });

  test("chooses a token where it speaks of the details of one, and leaves a choice as it is", async () => {
    const tour = tourWith(false, () => store);
    await tour.begin();
    expect(session.view.chosen).toBeNull();
    tour.go(1);
    expect(session.view.chosen).not.toBeNull();
    session.view.choose(3);
    tour.go(0);
    tour.go(1);
    expect(session.view.chosen).toBe(3);
    tour.closeDetails();
    expect(session.view.chosen).toBeNull();
  });

  test("tells where on the page it acted", async () => {
    const tour = tourWith(false, () => store);
    const places: unknown[] = [];
    await tour.begin();
    tour.go(2);
    await tour.show((place) => places.push(place));
    expect(places).toEqual(["threshold"]);
  });

  test("acts on the page, goes back and forth, and ends", async () => {
    const tour = tourWith(false, () => store);
    await tour.begin();
    expect(tour.done).toBe(false);
    await tour.show();
    expect(session.view.chosen).not.toBeNull();
    expect(tour.done).toBe(true);
    tour.go(2);
    await tour.show();
    expect(session.settings.get("threshold")).toBe(0.01);
    expect(tour.done).toBe(true);
    tour.go(tour.count);
    expect(tour.step).toBeUndefined();
  });
});
