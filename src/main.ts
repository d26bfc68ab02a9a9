import "./ui/tokens.css";
import "./ui/global.css";
import { mount } from "svelte";
import { browserWorkers } from "./client/browserWorkers";
import { embeddedModels } from "./client/embedded";
import { Laboratory } from "./client/laboratory";
import { listRecordings, openRecording } from "./client/recordings";
import App from "./ui/App.svelte";
import { DraftStore } from "./ui/state/draftStore";
import { Session } from "./ui/state/session.svelte";
import { shelfOf } from "./ui/state/recordings.svelte";
import { ThemeState } from "./ui/state/theme.svelte";

const base = document.baseURI;
const read = (address: string) => fetch(address);
const laboratory = new Laboratory(browserWorkers);

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
  bar: {
    get hash() {
      return window.location.hash;
    },
    replace: (hash) => history.replaceState(history.state, "", hash),
  },
  embedded: () => embeddedModels(base, read),
});

const target = document.getElementById("app");
if (target === null) throw new Error("The page has no element #app");
mount(App, { target, props: { session, theme, source: laboratory } });
void session.open();
