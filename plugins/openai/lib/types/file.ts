import type { Option } from '../options/option';

/** What the content of a file shows, regardless of its name and stated type. */
export interface FileFacts {
  mime_type: string;
  /** The usual one of this type. */
  extension: string;
  /** In pixels, as displayed; images only. */
  width?: number;
  height?: number;
}

/** Which files an option accepts; the catalogue narrows it per model. */
export interface FileRule {
  /** Media types, as detected from the content; empty: any type, and files keep their extensions. */
  types: string[];
  max_bytes: number;
  max_count: number;
  /** Width equals height. */
  square?: boolean;
  /** Must be a PNG with an alpha channel. */
  alpha?: boolean;
  /** Neither file ids nor links for the API to fetch. */
  content_only?: boolean;
  /** No links for the API to fetch. */
  no_api_links?: boolean;
  /** No file ids. */
  no_file_ids?: boolean;
  /** Links to larger files, which are uploaded while they are downloaded, up to this size. */
  max_linked_bytes?: number;
}

/** A file whose content is in memory. */
export interface FileContent extends FileFacts {
  name: string;
  bytes: number;
  /** As passed in the query; large files are not copied by encoding or decoding them. */
  base64?: string;
  /** The encoding of a text that is UTF-8 now. */
  encoding?: string;
  content?: Uint8Array;
  /** As passed in the query, if its media type is correct. */
  data_url?: string;
}

/** A file of a query, checked if its content is in memory. */
export type LoadedFile = FileContent | { file_id: string } | { api_link: string } | LinkedFile;

/** A linked file that is too large for memory. */
export interface LinkedFile {
  api_link: string;
  name: string;
  length: number;
  mime_type: string;
}

/** An option that takes files. */
export type FileOption = Option & { files: FileRule };
