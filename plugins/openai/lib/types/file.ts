import type { FileFacts } from '../files/file-facts';
import type { Option } from '../options/option';

/** What an option takes as a file; the catalogue narrows it per model. */
export interface FileRule {
  /** Media types, as the bytes say; none: files of any kind, which keep the ending of their names. */
  types: string[];
  max_bytes: number;
  max_count: number;
  /** Width equals height. */
  square?: boolean;
  /** A PNG with transparency. */
  alpha?: boolean;
  /** No ids of files and no links for the API to read. */
  content_only?: boolean;
  /** No links for the API to read. */
  no_api_links?: boolean;
  /** No ids of files kept at the API. */
  no_file_ids?: boolean;
}

/** A file whose content is here. */
export interface FileContent extends FileFacts {
  name: string;
  bytes: number;
  /** As it was given, where it was; encoding and decoding copy what may be large. */
  base64?: string;
  content?: Uint8Array;
  /** As it was given, where its type is the file's. */
  data_url?: string;
}

/** A file that was handed in, looked at where it is here, and found right. */
export type LoadedFile = FileContent | { file_id: string } | { api_link: string };

/** An option that takes files. */
export type FileOption = Option & { files: FileRule };
