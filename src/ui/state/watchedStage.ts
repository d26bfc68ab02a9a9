import type { OpenSetting } from "../../core/lesson/arguments";
import type { LessonSnapshot } from "../../core/lesson/snapshot";
import type { LessonStage } from "../../core/lesson/stage";
import type { Place, PlaceName } from "../tour/places";

/** Where a setting is seen to change. */
const PLACE_OF_SETTING: Readonly<Record<OpenSetting, PlaceName>> = {
  chat: "write",
  measure: "controls",
  threshold: "threshold",
  temperature: "controls",
  k: "controls",
  unit: "controls",
  range: "text",
  writer: "details",
  samplingTemperature: "write",
  topK: "write",
  topP: "write",
  minP: "write",
  seed: "write",
  maxNewTokens: "write",
  expected: "composer",
  policy: "policy",
  divergence: "policy",
  switchThreshold: "curve",
  switchBack: "curve",
  start: "policy",
};

/**
 * The stage, telling of each thing that is done on it where on the page it is seen: of what takes time at its beginning,
 * of all else when it is done.
 */
export function watchedStage(
  stage: LessonStage,
  now: LessonSnapshot,
  onPlace: (place: Place) => void,
): LessonStage {
  return {
    set(settings) {
      stage.set(settings);
      for (const [id, place] of Object.entries(PLACE_OF_SETTING)) if (id in settings) onPlace(place);
    },
    openExample(id) {
      onPlace("text");
      return stage.openExample(id);
    },
    choose(where) {
      stage.choose(where);
      const { chosen } = now.settings;
      if (chosen >= 0) onPlace({ token: chosen });
    },
    pin(token) {
      stage.pin(token);
      onPlace({ token });
    },
    type(field, text) {
      stage.type(field, text);
      onPlace(field === "prompt" ? "composer" : "text");
    },
    compare() {
      onPlace("text");
      return stage.compare();
    },
    write(side) {
      onPlace("text");
      return stage.write(side);
    },
    force(token, side) {
      onPlace({ token });
      return stage.force(token, side);
    },
    turn(view) {
      onPlace(view === "switch" ? "answers" : "text");
      return stage.turn(view);
    },
    switch() {
      onPlace("answers");
      return stage.switch();
    },
    async choosePoint() {
      await stage.choosePoint();
      onPlace("figure");
    },
  };
}
