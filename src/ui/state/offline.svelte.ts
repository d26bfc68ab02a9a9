import type { OfflineFacts } from "../../client/offlineCopy";

/** What the browser says of its connection. */
export interface Connection {
  readonly onLine: boolean;
  /** `listener` is called whenever it changes. */
  listen(listener: () => void): void;
}

/** Whether there is a network, and whether the page needs one. */
export class OfflineState {
  /** The page opens without a network from now on. */
  kept = $state(false);
  private connected = $state(true);
  private answering = $state(true);

  constructor(connection: Connection) {
    this.connected = connection.onLine;
    connection.listen(() => {
      this.connected = connection.onLine;
      // What was found out holds for the connection before.
      if (this.connected) this.answering = true;
    });
  }

  get offline(): boolean {
    return !this.connected || !this.answering;
  }

  learn({ kept, offline }: OfflineFacts): void {
    this.kept = kept;
    this.answering = !offline;
  }
}
