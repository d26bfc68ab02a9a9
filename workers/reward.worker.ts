import binary from "@jitl/quickjs-wasmfile-release-sync/wasm?url";
import { expose } from "comlink";
import { compiledOnce } from "./compiledOnce";
import { QuickJsSandbox } from "./quickJsSandbox";
import { RewardService } from "./rewardService";
import { startQuickJs } from "./startQuickJs";

const clock = (): number => performance.now();
const compiled = compiledOnce(binary);

expose(
  new RewardService({ sandbox: new QuickJsSandbox({ start: () => startQuickJs(compiled), clock }), clock }),
);
