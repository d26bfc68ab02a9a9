import type { OfflineFacts } from "../../client/offlineCopy";

/** What the browser says of its connection. */
export interface Connection {
  readonly onLine: boolean;
  /** `listener` is called whenever it changes. */
  listen(listener: () => void): void;
}

/** Whether there is a network, whether the page needs one, and whether there is a newer page. */
export class OfflineState {
  /** The page opens without a network from now on. */
  kept = $state(false);
  /** A newer build is there; "blocked" where other pages of this build have to be closed first. */
  newer: "none" | "ready" | "blocked" = $state("none");
  private take: (() => Promise<boolean>) | undefined;
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

  /** @param take puts the newer build in the page's place; false where other pages are in the way */
  hearOfNewer(take: () => Promise<boolean>): void {
    this.take = take;
    this.newer = "ready";
  }

  async takeNewer(): Promise<void> {
    if (this.take && !(await this.take())) this.newer = "blocked";
  }

  learn({ kept, offline }: OfflineFacts): void {
    this.kept = kept;
    this.answering = !offline;
  }
}
