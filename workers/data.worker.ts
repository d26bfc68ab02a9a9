import { expose } from "comlink";
import { DataService } from "./dataService";

expose(
  new DataService({
    clock: () => performance.now(),
    fetch: (address, options) => fetch(address, options),
  }),
);
