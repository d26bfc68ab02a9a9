import "./ui/tokens.css";
import "./ui/global.css";
import { mount } from "svelte";
import { browserDataWorker, browserRewardWorker, browserWorkers } from "./client/browserWorkers";
import { DatasetLibrary } from "./client/datasets/datasetLibrary";
import { datasetServer } from "./client/datasets/hubDataset";
import { storedPages } from "./client/datasets/pageCache";
import { RewardRunner } from "./client/rewardRunner";
import { RunStore } from "./client/runs/runStore";
import { embeddedModels } from "./client/embedded";
import { deviceReport } from "./client/hub/deviceFacts";
import { readHubModel } from "./client/hub/hub";
import { readPresets } from "./client/hub/presets";
import { deleteStoredModel, listStoredModels } from "./client/hub/storedModels";
import { Laboratory } from "./client/laboratory";
import { watchForNewer } from "./client/newerBuild";
import { keepOffline } from "./client/offlineCopy";
import { listLessons, openLesson } from "./client/lessons";
import { listRecordings, openRecording } from "./client/recordings";
import { openRecordedStudy } from "./client/recordedStudy";
import App from "./ui/App.svelte";
import { DraftStore } from "./ui/state/draftStore";
import { createGuide } from "./ui/state/guide";
import { OfflineState } from "./ui/state/offline.svelte";
import { Session } from "./ui/state/session.svelte";
import { shelfOf } from "./ui/state/recordings.svelte";
import { KeptRun } from "./ui/state/switching/keptRun";
import { ThemeState } from "./ui/state/theme.svelte";

const base = document.baseURI;
const read = (address: string) => fetch(address);
const laboratory = new Laboratory(browserWorkers);
/** Rejects where the browser keeps no files. */
const openFiles = async () => navigator.storage.getDirectory();

const theme = new ThemeState(
  () => window.localStorage,
  (choice) => {
    if (choice === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
  },
);

const session = new Session({
  lab: laboratory,
  shelf: shelfOf({
    list: () => listRecordings(base, read),
    open: (id) => openRecording(base, read, id),
  }),
  drafts: new DraftStore(() => window.localStorage),
  runs: new KeptRun(() => window.sessionStorage),
  bar: {
    get hash() {
      return window.location.hash;
    },
    replace: (hash) => history.replaceState(history.state, "", hash),
    go: (hash) => (window.location.hash = hash),
  },
  studies: {
    recorded: () => openRecordedStudy(base, read),
    store: () => window.localStorage,
  },
  samples: {
    scorer: new RewardRunner(browserRewardWorker),
    runs: new RunStore(),
    datasets: new DatasetLibrary({
      ...browserDataWorker,
      fetch: (address, options) => fetch(address, options),
      pages: storedPages(window.caches, () => Date.now()),
      server: datasetServer(() => window.localStorage),
    }),
    store: () => window.localStorage,
  },
  embedded: () => embeddedModels(base, read),
  hub: {
    presets: () => readPresets(base, read),
    look: (hub, id, revision) => readHubModel(hub, id, revision, read),
    stored: () => listStoredModels(openFiles),
    deleteStored: (model) => deleteStoredModel(openFiles, model),
    device: () => deviceReport(navigator),
    persist: async () => navigator.storage?.persist(),
    openStore: () => window.localStorage,
  },
});

const guide = createGuide(session, {
  shelf: {
    list: () => listLessons(base, read),
    open: (id) => openLesson(base, read, id),
  },
  store: () => window.localStorage,
  hash: window.location.hash,
});

const network = new OfflineState({
  get onLine() {
    return navigator.onLine;
  },
  listen: (listener) => {
    for (const type of ["online", "offline"]) window.addEventListener(type, listener);
  },
});

const target = document.getElementById("app");
if (target === null) throw new Error("The page has no element #app");
mount(App, { target, props: { session, theme, source: laboratory, network, guide } });
void session.open().then(async () => {
  // From the dev server nothing is kept: its files change.
  if (!import.meta.env.PROD) return;
  const scripts = [...document.scripts].flatMap(({ src, type }) => (type === "module" ? [src] : []));
  const worker = new URL("isolation.js", base);
  const { serviceWorker } = navigator;
  if (serviceWorker) {
    void watchForNewer(
      serviceWorker,
      worker,
      (take) => network.hearOfNewer(take),
      () => location.reload(),
    );
  }
  network.learn(await keepOffline(serviceWorker, worker, scripts, fetch.bind(window)));
});
