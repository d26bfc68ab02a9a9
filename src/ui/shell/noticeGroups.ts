import type { LinkNotice } from "../../core/config/link";

/** More of one kind than this are told as one, with their number. */
const EACH_BY_ITSELF = 4;

/** Notices of one kind that are told together. */
export interface NoticeGroup {
  type: LinkNotice["type"];
  notices: readonly LinkNotice[];
  /** There are too many to be told one by one. */
  folded: boolean;
}

/** What there is to say about a link, kind by kind, in the order in which the kinds first occur. */
export function noticeGroups(notices: readonly LinkNotice[]): NoticeGroup[] {
  const kinds = [...new Set(notices.map(({ type }) => type))];
  return kinds.map((type) => {
    const ofKind = notices.filter((notice) => notice.type === type);
    return { type, notices: ofKind, folded: ofKind.length > EACH_BY_ITSELF };
  });
}
