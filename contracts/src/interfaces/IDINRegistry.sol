// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDINRegistryTypes} from "./IDINRegistryTypes.sol";

/// @title The registry of DreamNet infrastructure operators
/// @notice Operators stake ETH or wstETH here and lose part of it when a slash is upheld.
interface IDINRegistry is IDINRegistryTypes {
    // --------------------------------------------------- operators and stake

    /// @notice Registers `operator`. The caller is the operator or a manager it has named with {setManager}.
    /// @param minStake the operator's own commitment, at least the protocol's minimum, in wei
    function registerOperator(address operator, uint256 minStake) external;

    /// @notice Names (or dismisses) a manager of the caller. Works before registration.
    function setManager(address manager, bool allowed) external;

    /// @notice Sets where the operator's self-description lives. Operator or manager.
    function setMetadata(address operator, string calldata uri) external;

    /// @notice Adds ETH to a registered operator's active stake. Anyone may pay, except for one that is leaving or has exited.
    function stake(address operator) external payable;

    /// @notice As {stake}, in units of `asset` taken by `transferFrom`. `Asset.ETH` reverts: use {stake}.
    function stakeAsset(address operator, Asset asset, uint256 units) external;

    /// @notice Takes stETH, wraps it, and credits the wstETH measured to have come in. Only where the chain has stETH.
    function stakeStETH(address operator, uint256 amount) external;

    /// @notice Requests `amount` wei of ETH back; paid to the operator. Claimable after the unstake delay.
    /// `type(uint256).max` asks for all that is active, whatever a stranger may have added a moment before.
    function unstake(address operator, uint256 amount) external;

    /// @notice As {unstake} for any asset. Only the operator itself may name a recipient other than the operator.
    function unstakeAsset(address operator, Asset asset, uint256 units, address recipient)
        external
        returns (uint256 requestId);

    /// @notice Moves what is left of a request back to active stake. Operator or manager.
    function cancelUnstake(uint256 requestId) external;

    /// @notice Pays a request strictly after its `unlockAt`, less what slashes took and what live slashes reserve.
    /// Operator, manager or the request's recipient; the recipient is paid.
    function claimUnstake(uint256 requestId) external;

    /// @notice Emits {OperatorStatusChanged} if the derived status differs from the last one emitted. Anyone.
    function syncStatus(address operator) external;

    // --------------------------------------------------------------- slashes

    /// @notice Proposes a slash and reserves its units. SLASH_PROPOSER.
    function proposeSlash(ProposeArgs calldata args) external returns (uint256 slashId);

    /// @notice Proposes a slash of `amount` wei of ETH value, approved at birth; executed at once when there is no dispute window. GOVERNANCE.
    function slash(address operator, uint256 amount, string memory reason) external;

    /// @notice Approves a large slash. GOVERNANCE.
    function approveSlash(uint256 slashId) external;

    /// @notice Disputes a slash with a bond, up to and including `disputeUntil`. Operator or manager.
    function disputeSlash(uint256 slashId, bytes32 evidenceHash, string calldata uri) external payable;

    /// @notice Decides a dispute, up to and including `resolveBy`. DISPUTE_RESOLVER, never the slash's proposer, its
    /// operator or a manager of that.
    /// @param newBps for {DisputeOutcome-Reduced}: less than the slash's basis points and more than 0; else 0
    function resolveDispute(uint256 slashId, DisputeOutcome outcome, uint16 newBps, string calldata reason) external;

    /// @notice Takes the stake, when disputes are over and a large slash is approved, up to and including `executeBy`. Anyone.
    function executeSlash(uint256 slashId) external;

    /// @notice Withdraws a live slash. Its proposer, or GOVERNANCE.
    function cancelSlash(uint256 slashId, string calldata reason) external;

    /// @notice Releases what a slash reserved, after its `executeBy`. Anyone.
    function expireSlash(uint256 slashId) external;

    /// @notice Pays the caller the bonds that were returned to it.
    function claimBond() external;

    /// @notice Pays the treasury what slashes and forfeited bonds owe it. Treasury only.
    function claimTreasury(Asset asset) external;

    // ---------------------------------------------------------------- scores

    /// @notice Records one score for the window that ends now. PERFORMANCE_MONITOR.
    /// @param score 0..10_000 = score x 100
    function updatePerformanceScore(address operator, uint256 score) external;

    /// @notice Records a batch; one bad report reverts the batch and names its index. PERFORMANCE_MONITOR.
    function submitScores(ScoreReport[] calldata reports) external;

    // ------------------------------------------------- rates and parameters

    /// @notice Records the asset's rate from its source. Anyone.
    function pokeRate(Asset asset) external;

    function setRateSource(Asset asset, address source, uint64 maxAge, uint16 maxJumpBps) external;
    function setSlashParams(SlashParams calldata params) external;
    function setUnstakeDelay(uint64 unstakeDelay) external;
    function setMinStake(uint256 minStake) external;
    function setTreasury(address treasury) external;

    /// @notice Adds bits to the pause mask: 1 staking, 2 unstake requests, 4 slashing, 8 disputes, 16 scores. PAUSER.
    /// A pause lapses by itself 7 days after it began; adding bits does not prolong it.
    function pause(uint8 bits) external;

    /// @notice Clears bits of the pause mask. GOVERNANCE.
    function unpause(uint8 bits) external;

    // ----------------------------------------------------------------- views

    function getOperator(address operator) external view returns (OperatorInfo memory);
    function getUnstakeRequest(uint256 requestId) external view returns (UnstakeRequest memory);
    function getSlash(uint256 slashId) external view returns (Slash memory);

    /// @notice What {claimUnstake} would pay now, in units of the request's asset.
    function claimable(uint256 requestId) external view returns (uint256 units);

    /// @notice Now, less the time slashing or disputes were paused. Slash deadlines compare with it.
    function slashClock() external view returns (uint64);

    /// @notice The units an operator has in unbonding requests are scaled by `factor`; a new epoch voids older requests.
    function unbondingFactor(address operator, Asset asset) external view returns (uint256 factor, uint64 epoch);
    function isManager(address operator, address manager) external view returns (bool);
    function incidentUsed(bytes32 incidentKey) external view returns (bool);

    /// @notice Basis points executed over the rolling 30 days, and those of live slashes.
    function slashedBps(address operator) external view returns (uint256 executed, uint256 live);
    function bondOf(address account) external view returns (uint256);
    function treasuryOwed(Asset asset) external view returns (uint256 units);
    function rateOf(Asset asset) external view returns (RateInfo memory);
    function slashParams() external view returns (SlashParams memory);
    function unstakeDelay() external view returns (uint64);
    function minStake() external view returns (uint256);
    function treasury() external view returns (address);
    function wstETH() external view returns (address);
    function stETH() external view returns (address);

    /// @notice The bits paused now, and when they lapse.
    function pauseMask() external view returns (uint8 mask, uint64 expiresAt);
}
