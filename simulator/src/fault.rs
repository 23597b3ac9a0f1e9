//! What goes wrong, by kind, and how often.

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident: $word:literal, $ppm:literal;)*) => {
        /// A kind of fault.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Fault {
            $($(#[$doc])* $name,)*
        }

        impl Fault {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name in reports.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// How often it strikes in a million opportunities, where a seed doesn't say otherwise.
            #[must_use]
            pub(crate) const fn ppm(self) -> u64 {
                match self { $(Self::$name => $ppm,)* }
            }
        }
    };
}

faults! {
    /// A message never arrives.
    Drop: "message dropped", 25_000;
    /// A message arrives twice.
    Duplicate: "message duplicated", 25_000;
    /// A message is overtaken by later ones.
    Reorder: "message reordered", 25_000;
    /// A message takes long.
    Delay: "message delayed", 20_000;
    /// A request breaks off in the middle of its body.
    CutRequest: "request truncated", 12_000;
    /// An answer breaks off in the middle.
    CutReply: "reply truncated", 12_000;
    /// The server did it, and its answer is lost.
    LoseReply: "reply lost after commit", 25_000;
    /// The answer is 401.
    Status401: "401", 3_000;
    /// The answer is 403.
    Status403: "403", 2_000;
    /// The answer is 409.
    Status409: "409", 3_000;
    /// The answer is 413.
    Status413: "413", 2_000;
    /// The answer is 423.
    Status423: "423", 5_000;
    /// The answer is 429.
    Status429: "429", 4_000;
    /// The answer is 500.
    Status500: "500", 6_000;
    /// The answer is 503.
    Status503: "503", 6_000;
    /// The answer is 507.
    Status507: "507", 3_000;
    /// A device's process dies at an await.
    DeviceKilled: "device killed", 1_200;
    /// A device's power goes at an await.
    DevicePower: "device power lost", 700;
    /// A device's store is full.
    Quota: "store: quota", 3_000;
    /// A device's store is closing.
    Closing: "store: connection closing", 3_000;
    /// A device's transaction is aborted.
    Aborted: "store: transaction aborted", 3_000;
    /// A device reads other bits than it wrote.
    FlippedBits: "store: flipped bits", 120_000;
    /// A device's whole store goes.
    Evicted: "store: evicted", 25_000;
    /// A device's key doesn't sign any more.
    BadKey: "key unusable", 9_000;
    /// The server's process dies at an await.
    ServerKilled: "server killed", 500;
    /// The server's power goes at an await.
    ServerPower: "server power lost", 400;
    /// The server's database is busy.
    ServerBusy: "server busy", 2_500;
    /// The server's disk is full.
    ServerFull: "server disk full", 2_000;
    /// The server is restored from the newest backup.
    RestoreNewest: "restored from newest backup", 9_000;
    /// The server is restored from the backup before.
    RestoreBefore: "restored from the one before", 7_000;
    /// A device's clock is years off.
    ClockYears: "clock years off", 12_000;
    /// A device's clock jumps backwards.
    ClockBack: "clock jumps backwards", 14_000;
    /// A role is withdrawn with work queued.
    RoleWithdrawn: "role withdrawn", 14_000;
    /// An office is lost to a person.
    OfficeLost: "office lost", 8_000;
    /// An office is gained by a person.
    OfficeGained: "office gained", 12_000;
    /// An office moves in the tree.
    OfficeMoved: "office moved", 12_000;
    /// A device is revoked.
    DeviceRevoked: "device revoked", 9_000;
    /// A revoked device's held work is admitted.
    HeldAdmitted: "held work admitted", 120_000;
    /// A client of a newer vocabulary states something.
    NewClient: "newer client", 10_000;
    /// A client of another build encoded an op otherwise.
    OldClient: "other build's bytes", 150_000;
    /// Another person signs in on the same device.
    TwoPeople: "two people on one device", 30_000;
    /// A capture ends between its bytes and its fact.
    CaptureCut: "capture cut", 90_000;
    /// A cycle that holds records already comes into a device's extent.
    CycleGained: "cycle gained", 10_000;
    /// An op's id comes with other bytes.
    SameIdOtherBytes: "same id, other bytes", 400_000;
}

/// How many kinds there are.
pub const FAULTS: usize = Fault::ALL.len();

impl Fault {
    /// Its place in tables.
    #[must_use]
    pub const fn place(self) -> usize {
        self as usize
    }
}
