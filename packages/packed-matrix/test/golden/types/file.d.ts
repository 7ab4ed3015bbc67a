// FileAbsence
interface FileAbsence extends SourceAbsence {
    readonly similar?: readonly string[] | undefined;
}

// FileDocument
type FileDocument = SourceDocument & {
    readonly path: string;
};

// FileSource
interface FileSource extends SyncSource {
    read(context?: ReadContext): Promise<FileDocument | undefined>;
    readSync(): FileDocument | undefined;
    absence?(): FileAbsence | undefined;
}

// FileSourceOptions
interface FileSourceOptions {
    readonly maxBytes?: number | undefined;
}

// fileSource
declare function fileSource(path?: string | {
    readonly href: string;
}, options?: FileSourceOptions): FileSource;

// userConfigPath
declare function userConfigPath(app: string): string;

// userConfigSource
declare function userConfigSource(app: string, options?: FileSourceOptions): FileSource;
