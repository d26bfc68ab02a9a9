import { expose, type Endpoint } from "comlink";
import { afterAll, describe, test } from "vitest";
import { ModelService } from "../../workers/modelService";
import { RemoteModel } from "../../workers/remoteModel";
import { CONFORMANCE } from "./suite";
import { tableSubject } from "./tableSubject";

const ports: MessagePort[] = [];
afterAll(() => ports.forEach((port) => port.close()));

/** A table model behind a message channel: what the lab worker holds. */
async function remote(): Promise<RemoteModel> {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const service = new ModelService(
    () => table.create(),
    (api, port) => expose(api, port as Endpoint),
  );
  await service.load({ id: "table", folder: "", dtype: "fp32", device: "auto" }, () => undefined);
  await service.connect(port1);
  return RemoteModel.attach(port2);
}

const table = tableSubject(5, true);

describe("conformance: a table model in another worker", () => {
  const subject = { name: "remote table", create: remote, tolerance: 0 };
  for (const { title, run } of CONFORMANCE) test(title, () => run(subject), 60_000);
});
