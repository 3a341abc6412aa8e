// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title What the registry stores, says and refuses: its types, events and errors
/// @dev Units: `units` are wei of ETH or wei of wstETH; `value` is wei of ETH; `bps` are basis points (1/10_000);
/// `rateE18` is the ETH value of 1e18 units; times are Unix seconds. Every event that changes an operator carries
/// absolute values after the change and `seq`, which counts that operator's events from 1 without a gap.
/// Deadlines of slashes (`disputeUntil`, `resolveBy`, `executeBy`) are on the slash clock: see {IDINRegistry-slashClock}.
interface IDINRegistryTypes {
    // ---------------------------------------------------------------- types

    enum Asset {
        ETH,
        WSTETH
    }

    enum OperatorStatus {
        None,
        Inactive,
        Active,
        Leaving,
        Slashed
    }

    /// @dev Why a status was re-derived. `causeId` of the event is a request id, a slash id or 0.
    enum StatusCause {
        None,
        Registration,
        Stake,
        Unstake,
        UnstakeCancelled,
        Claim,
        Slash,
        Sync
    }

    enum ViolationType {
        None,
        Downtime,
        BadData,
        Misbehavior,
        PerformanceThreshold,
        Governance
    }

    enum Severity {
        None,
        Low,
        Medium,
        High,
        Critical
    }

    enum SlashState {
        None,
        Proposed,
        Executed,
        Cancelled,
        Expired,
        Disputed,
        Upheld
    }

    enum DisputeOutcome {
        None,
        Overturned,
        Reduced,
        Upheld
    }

    struct OperatorInfo {
        address operator;
        OperatorStatus status;
        uint256 minStake;
        uint256 stakeValue; // ETH value of active stake
        uint256[2] active;
        uint256[2] unbonding;
        uint256[2] locked;
        uint64 registeredAt;
        uint64 slashedUntil;
        uint64 scoreWindowEnd;
        uint16 score; // 0..10_000 = score x 100
        uint64 seq;
        string metadataURI;
    }

    struct UnstakeRequest {
        address operator;
        uint96 units; // as of `factor`; 0 once claimed or cancelled
        address recipient;
        uint96 factor;
        uint64 epoch;
        uint64 unlockAt;
        Asset asset;
    }

    /// @dev Exactly one of `bps` and `value` is non-zero.
    struct ProposeArgs {
        address operator;
        ViolationType violationType;
        Severity severity;
        uint16 bps;
        uint256 value;
        uint64 faultStart;
        uint64 faultEnd;
        bytes32 incidentKey;
        bytes32 evidenceHash;
        string reason;
        string evidenceURI;
    }

    /// @dev What a slash was proposed on, with the parameters it keeps for life.
    struct SlashTerms {
        ViolationType violationType;
        Severity severity;
        uint16 bps; // of the snapshot, rounded up when the proposal named a value
        uint256 snapshotValue; // ETH value of active + unbonding when proposed
        uint256 value; // ETH value of `units` when proposed
        uint256[2] units;
        uint256[2] ratesE18;
        uint256[2] lockedAfter;
        uint64 faultStart;
        uint64 faultEnd;
        bytes32 incidentKey;
        bytes32 evidenceHash;
        uint64 disputeUntil;
        uint64 executeBy;
        uint64 resolutionWindow;
        uint64 executionWindow;
        uint64 cooldown;
        uint16 largeSlashBps;
        uint256 disputeBond;
        bool approved;
    }

    struct SlashExecution {
        address executor;
        address recipient;
        uint256 fromActive;
        uint256 fromUnbonding;
        uint256 rateE18;
        uint256 activeAfter;
        uint256 unbondingAfter;
        uint256 lockedAfter;
        uint256 factorAfter;
        uint64 epochAfter;
        uint256 cumulativeBpsAfter; // executed basis points over the rolling 30 days
        uint64 slashedUntil; // wall clock
    }

    struct Slash {
        address operator;
        address proposer;
        address disputer;
        SlashState state;
        SlashTerms terms;
        uint64 resolveBy; // 0 until disputed
        uint256 bond;
    }

    struct ScoreReport {
        address operator;
        uint16 score; // 0..10_000
        uint64 windowStart;
        uint64 windowEnd;
        uint32 formulaVersion;
        bytes32 reportHash;
    }

    struct SlashParams {
        uint64 disputeWindow;
        uint64 resolutionWindow;
        uint64 executionWindow;
        uint64 cooldown;
        uint16 largeSlashBps;
        uint256 disputeBond;
    }

    struct RateInfo {
        uint96 rateE18; // 0 until first recorded
        uint64 updatedAt;
        address source; // none for ETH
        uint64 maxAge; // seconds
        uint16 maxJumpBps; // of the rate recorded before
    }

    /// @dev What a deployment starts from. A role holder of 0 leaves the role without one.
    struct InitialParams {
        address admin;
        uint48 adminDelay;
        address governance;
        address slashProposer;
        address disputeResolver;
        address performanceMonitor;
        address pauser;
        address treasury;
        uint256 minStake;
        uint64 unstakeDelay;
        SlashParams slashParams;
        address wstETH; // 0: only ETH can be staked
        address stETH; // 0 where the chain has none
        address rateSource; // 0: governance sets it later
        uint64 rateMaxAge;
        uint16 rateMaxJumpBps;
    }

    // --------------------------------------------------------------- events

    event OperatorRegistered(
        address indexed operator, address manager, uint256 minStake, string metadataURI, uint64 seq
    );
    event ManagerSet(address indexed operator, address indexed manager, bool allowed, uint64 seq);
    event MetadataUpdated(address indexed operator, string uri, uint64 seq);
    event OperatorStatusChanged(
        address indexed operator, OperatorStatus from, OperatorStatus to, StatusCause cause, uint256 causeId, uint64 seq
    );

    event Staked(
        address indexed operator,
        address indexed payer,
        Asset asset,
        uint256 amountIn,
        uint256 units,
        uint256 rateE18,
        uint256 activeAfter,
        uint256 totalAfter,
        uint64 seq
    );
    event UnstakeRequested(
        address indexed operator,
        uint256 indexed requestId,
        address recipient,
        Asset asset,
        uint256 units,
        uint256 factor,
        uint64 epoch,
        uint64 unlockAt,
        uint256 activeAfter,
        uint256 unbondingAfter,
        uint64 seq
    );
    /// @dev `units` is what a slash left of the request and went back to active.
    event UnstakeCancelled(
        address indexed operator,
        uint256 indexed requestId,
        Asset asset,
        uint256 units,
        uint256 unitsSlashed,
        uint256 activeAfter,
        uint256 unbondingAfter,
        uint64 seq
    );
    /// @dev `unitsRemaining` (as of `factor`) stays in the request when live slashes reserve part of it; 0 closes it.
    event UnstakeClaimed(
        address indexed operator,
        uint256 indexed requestId,
        address indexed recipient,
        Asset asset,
        uint256 unitsPaid,
        uint256 unitsSlashed,
        uint256 unitsRemaining,
        uint256 factor,
        uint256 unbondingAfter,
        uint64 seq
    );

    event SlashProposed(
        uint256 indexed slashId,
        address indexed operator,
        address indexed proposer,
        SlashTerms terms,
        string reason,
        string evidenceURI,
        uint64 seq
    );
    event SlashApproved(uint256 indexed slashId, address indexed operator, address indexed approver, uint64 seq);
    event SlashDisputed(
        uint256 indexed slashId,
        address indexed operator,
        address indexed disputer,
        uint256 bond,
        bytes32 evidenceHash,
        string uri,
        uint64 resolveBy,
        uint64 executeBy,
        uint64 seq
    );
    /// @dev `units` is what the slash reserves from now on; all zero when overturned.
    event SlashResolved(
        uint256 indexed slashId,
        address indexed operator,
        address indexed resolver,
        DisputeOutcome outcome,
        uint16 bpsAfter,
        uint256[2] units,
        uint256[2] lockedAfter,
        uint64 executeBy,
        string reason,
        uint64 seq
    );
    /// @dev One for each asset the slash took units of, in asset order.
    event SlashExecuted(
        uint256 indexed slashId, address indexed operator, Asset indexed asset, SlashExecution execution, uint64 seq
    );
    event SlashCancelled(
        uint256 indexed slashId,
        address indexed operator,
        address indexed by,
        string reason,
        uint256[2] lockedAfter,
        uint64 seq
    );
    event SlashExpired(uint256 indexed slashId, address indexed operator, uint256[2] lockedAfter, uint64 seq);
    event BondSettled(uint256 indexed slashId, address indexed to, uint256 amount, bool forfeited);
    event BondClaimed(address indexed account, uint256 amount);
    event TreasuryClaimed(address indexed treasury, Asset indexed asset, uint256 units);

    event PerformanceScoreUpdated(
        address indexed operator,
        address indexed reporter,
        uint16 oldScore,
        uint16 newScore,
        uint64 windowStart,
        uint64 windowEnd,
        uint32 formulaVersion,
        bytes32 reportHash,
        uint64 seq
    );

    event RateObserved(Asset indexed asset, uint256 rateE18, uint64 updatedAt, address source);
    event RateSourceSet(Asset indexed asset, address source, uint64 maxAge, uint16 maxJumpBps);
    event SlashParamsSet(SlashParams params);
    event UnstakeDelaySet(uint64 unstakeDelay);
    event MinStakeSet(uint256 minStake);
    event TreasurySet(address indexed treasury);
    /// @param mask the bits paused after the change
    /// @param expiresAt when what is paused lapses by itself; 0 when nothing is
    /// @param clockStoppedAt this event's time when the slash clock stands still after it; 0 when it runs
    /// @param pausedSeconds how long the slash clock has stood still in all, up to this event: until the next one the
    /// clock reads `t - pausedSeconds`, less `min(t, expiresAt) - clockStoppedAt` where `clockStoppedAt` is not 0
    event PauseMaskChanged(
        address indexed by, uint8 mask, uint64 expiresAt, uint64 clockStoppedAt, uint64 pausedSeconds
    );

    // --------------------------------------------------------------- errors

    /// @notice The caller is neither the operator, nor its manager, nor who else may do this.
    error NotAuthorized();
    error NotRegistered(address operator);
    error AlreadyRegistered(address operator);
    error MinStakeTooLow(uint256 given, uint256 required);
    /// @notice A manager is someone else than the operator, not 0, and the call must change something.
    error InvalidManager(address manager);

    error ZeroAmount();
    /// @notice More units than any asset has; see {Stake-MAX_UNITS}.
    error TooManyUnits();
    /// @notice The registry does not take this asset here, or not by this function.
    error AssetNotSupported(Asset asset);
    error RateMissing(Asset asset);
    /// @notice Nothing of this operator's is active any more: only its own side may stake again.
    error LeavingOrExited(address operator);
    error InsufficientActive(uint256 active);
    error InvalidRecipient(address recipient);
    /// @notice Never made, claimed, or cancelled.
    error RequestClosed(uint256 requestId);
    /// @notice Claims are paid strictly after `unlockAt`.
    error NotMatured(uint64 unlockAt);
    /// @notice Live slashes reserve all that the request could pay.
    error AllLocked(uint256 requestId);
    error PaymentFailed(address to);
    error NothingToClaim();

    error InvalidViolationType();
    error InvalidSeverity();
    error EvidenceMissing();
    /// @notice The incident key is 0 or has been used.
    error InvalidIncident(bytes32 incidentKey);
    /// @notice The fault must have started, and ended not before it started and not after now.
    error InvalidFaultWindow();
    error CooldownRunning(uint64 until);
    /// @notice Exactly one of basis points and value must be given.
    error InvalidSlashSize();
    error SlashTooLarge(uint256 bps);
    /// @param used basis points executed over the rolling 30 days plus live ones
    error RollingCapExceeded(uint256 used);
    /// @notice Nothing is staked or unbonding, or all of it is reserved, or the slash rounds to nothing.
    error NothingToSlash();
    error WrongSlashState(uint256 slashId, SlashState state);
    /// @notice Too early: the window before this step is open up to and including `until` on the slash clock.
    error WindowOpen(uint64 until);
    /// @notice Too late: this was possible up to and including `until` on the slash clock.
    error WindowClosed(uint64 until);
    error ApprovalNeeded(uint256 slashId);
    /// @notice The slash is not large, or has been approved.
    error ApprovalNotNeeded(uint256 slashId);
    error WrongBond(uint256 required);
    error ResolverIsParty();
    error InvalidOutcome();
    /// @notice A reduction must be to less than the slash and more than 0; other outcomes carry 0.
    error InvalidReduction(uint16 newBps);

    error ScoreOutOfRange(uint256 index, uint256 score);
    error ScoreForUnknown(uint256 index, address operator);
    error ScoreWindowInvalid(uint256 index);
    error ScoreWindowOld(uint256 index, uint64 lastWindowEnd);
    error EmptyBatch();

    error NoRateSource(Asset asset);
    error InvalidRateSource(Asset asset, address source);
    /// @notice The source reverted, or answered in another shape than {IRateSource}.
    error RateSourceFailed(Asset asset, address source);
    /// @notice Older than allowed, older than the one recorded, or from the future.
    error RateStale(Asset asset, uint64 updatedAt);
    error RateOutOfRange(Asset asset, uint256 rateE18);
    error RateJumped(Asset asset, uint256 last, uint256 next);

    error Paused(uint8 bit);
    /// @notice A pause must add known bits, an unpause must clear set ones.
    error InvalidPauseBits(uint8 bits, uint8 mask);
    error InvalidTreasury(address treasury);
    error InvalidBps(uint256 bps);
    /// @notice A resolution or execution window of no length would make its step impossible.
    error EmptyWindow();
    error InvalidPeriod(uint64 longest);
    /// @notice The delay must be longer than the dispute, resolution and execution windows together.
    error UnstakeDelayTooShort(uint64 unstakeDelay, uint256 windows);
    error StETHWithoutWstETH();
    error NoCode(address target);
}
