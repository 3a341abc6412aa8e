// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Bits of the pause mask
library PauseBits {
    uint8 internal constant STAKING = 1;
    uint8 internal constant UNSTAKING = 2;
    uint8 internal constant SLASHING = 4;
    uint8 internal constant DISPUTES = 8;
    uint8 internal constant SCORES = 16;
    uint8 internal constant ALL = 31;

    /// @notice While one of these is set the slash clock stands still.
    uint8 internal constant CLOCK = SLASHING | DISPUTES;
}

/// @title A pause that lapses by itself, and the clock it stops
/// @dev The clock is `time − pausedSeconds − what the running stop has lasted`; it never runs backwards.
library PauseClock {
    uint64 internal constant PAUSE_PERIOD = 7 days;

    struct State {
        uint8 mask;
        uint64 expiresAt;
        uint64 clockStoppedAt;
        uint64 pausedSeconds;
    }

    /// @notice The bits in force at `time`; none from `expiresAt` on.
    function maskAt(State memory self, uint64 time) internal pure returns (uint8) {
        return time < self.expiresAt ? self.mask : 0;
    }

    /// @notice The clock's reading at `time`.
    function readAt(State memory self, uint64 time) internal pure returns (uint64) {
        return time - stoppedFor(self, time);
    }

    /// @notice How long the clock has stood still up to `time`, the running stop included.
    function stoppedFor(State memory self, uint64 time) internal pure returns (uint64) {
        if (self.clockStoppedAt == 0) return self.pausedSeconds;
        uint64 end = time < self.expiresAt ? time : self.expiresAt;
        return self.pausedSeconds + end - self.clockStoppedAt;
    }

    /// @notice The state after the mask becomes `mask` at `time`.
    /// @dev A running pause keeps its end: bits added to it do not prolong it.
    function changed(State memory self, uint8 mask, uint64 time) internal pure returns (State memory next) {
        bool running = maskAt(self, time) != 0;
        next.mask = mask;
        next.pausedSeconds = stoppedFor(self, time);
        if (mask != 0) next.expiresAt = running ? self.expiresAt : time + PAUSE_PERIOD;
        if (mask & PauseBits.CLOCK != 0) next.clockStoppedAt = time;
    }
}
