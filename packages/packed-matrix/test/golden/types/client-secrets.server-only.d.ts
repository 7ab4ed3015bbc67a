// secretSource
declare function secretSource(publicClient: PublicClient, source: SyncSource): SyncSource;
declare function secretSource(publicClient: PublicClient, source: Source): Source;
