// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IDINRegistry} from "../../src/interfaces/IDINRegistry.sol";
import {IDINRegistryTypes} from "../../src/interfaces/IDINRegistryTypes.sol";
import {MockRateSource} from "../mocks/MockRates.sol";
import {MockStETH, MockWstETH} from "../mocks/MockTokens.sol";
import {vm} from "./Vm.sol";

/// @title A registry in its production parameters, with its people, and helpers to walk a slash through its life
abstract contract RegistryTest is IDINRegistryTypes {
    // forge looks for this name to know a test contract
    bool public constant IS_TEST = true;

    address internal admin = vm.addr(1);
    address internal governance = vm.addr(2);
    address internal proposer = vm.addr(3);
    address internal resolver = vm.addr(4);
    address internal monitor = vm.addr(5);
    address internal pauser = vm.addr(6);
    address internal treasury = vm.addr(7);
    address internal alice = vm.addr(8); // an operator
    address internal bob = vm.addr(9); // another
    address internal manager = vm.addr(10); // alice's, once named
    address internal stranger = vm.addr(11);

    uint256 internal constant START = 1_700_000_000;
    uint64 internal constant UNSTAKE_DELAY = 7 days;
    uint64 internal constant DISPUTE_WINDOW = 2 days;
    uint64 internal constant RESOLUTION_WINDOW = 3 days;
    uint64 internal constant EXECUTION_WINDOW = 1 days;
    uint64 internal constant COOLDOWN = 1 hours;
    uint16 internal constant LARGE_BPS = 1_000;
    uint256 internal constant BOND = 0.02 ether;

    IDINRegistry internal registry;
    MockStETH internal stETH;
    MockWstETH internal wstETH;
    MockRateSource internal rateSource;
    uint256 private _incidents;

    function setUp() public virtual {
        vm.warp(START);
        stETH = new MockStETH();
        wstETH = new MockWstETH(address(stETH));
        rateSource = new MockRateSource(1.2e18);
        registry = _deploy(_params());
        registry.pokeRate(Asset.WSTETH);
        address[5] memory rich = [alice, bob, manager, stranger, governance];
        for (uint256 i; i < rich.length; ++i) {
            vm.deal(rich[i], 10_000 ether);
            wstETH.mint(rich[i], 10_000 ether);
            stETH.mint(rich[i], 10_000 ether);
            vm.startPrank(rich[i]);
            wstETH.approve(address(registry), type(uint256).max);
            stETH.approve(address(registry), type(uint256).max);
            vm.stopPrank();
        }
    }

    function _params() internal view returns (InitialParams memory p) {
        p.admin = admin;
        p.adminDelay = 2 days;
        p.governance = governance;
        p.slashProposer = proposer;
        p.disputeResolver = resolver;
        p.performanceMonitor = monitor;
        p.pauser = pauser;
        p.treasury = treasury;
        p.minStake = 1 ether;
        p.unstakeDelay = UNSTAKE_DELAY;
        p.slashParams = _slashParams();
        p.wstETH = address(wstETH);
        p.stETH = address(stETH);
        p.rateSource = address(rateSource);
        p.rateMaxAge = 1 days;
        p.rateMaxJumpBps = 500;
    }

    function _slashParams() internal pure returns (SlashParams memory) {
        return SlashParams(DISPUTE_WINDOW, RESOLUTION_WINDOW, EXECUTION_WINDOW, COOLDOWN, LARGE_BPS, BOND);
    }

    /// @dev From the artifact: importing the contract would drag every test through the IR pipeline.
    function _deploy(InitialParams memory p) internal returns (IDINRegistry) {
        return IDINRegistry(_create(abi.encodePacked(vm.getCode("DINRegistry.sol:DINRegistry"), abi.encode(p))));
    }

    /// @dev Reverts with the constructor's own error.
    function _create(bytes memory initcode) internal returns (address deployed) {
        assembly ("memory-safe") {
            deployed := create(0, add(initcode, 32), mload(initcode))
            if iszero(deployed) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
    }

    /// @dev Of the block as the cheatcodes see it: the compiler may reuse `block.timestamp` across a warp.
    function _time() internal view returns (uint64) {
        return uint64(vm.getBlockTimestamp());
    }

    function _skip(uint256 seconds_) internal {
        vm.warp(_time() + seconds_);
    }

    // ------------------------------------------------------------ operators

    function _register(address operator) internal {
        vm.prank(operator);
        registry.registerOperator(operator, 1 ether);
    }

    function _stakeEth(address operator, uint256 amount) internal {
        vm.prank(operator);
        registry.stake{value: amount}(operator);
    }

    function _stakeWst(address operator, uint256 units) internal {
        vm.prank(operator);
        registry.stakeAsset(operator, Asset.WSTETH, units);
    }

    /// @dev Alice, registered, with `amount` of ETH staked.
    function _aliceWith(uint256 amount) internal {
        _register(alice);
        _stakeEth(alice, amount);
    }

    function _unstake(address operator, uint256 amount) internal returns (uint256 requestId) {
        vm.prank(operator);
        return registry.unstakeAsset(operator, Asset.ETH, amount, operator);
    }

    /// @dev Alice claims.
    function _claim(uint256 requestId) internal {
        vm.prank(alice);
        registry.claimUnstake(requestId);
    }

    function _status(address operator) internal view returns (OperatorStatus) {
        return registry.getOperator(operator).status;
    }

    // -------------------------------------------------------------- slashes

    function _args(address operator, uint16 bps) internal returns (ProposeArgs memory args) {
        args.operator = operator;
        args.violationType = ViolationType.Downtime;
        args.severity = Severity.Medium;
        args.bps = bps;
        args.faultStart = _time() - 100;
        args.faultEnd = _time() - 10;
        args.incidentKey = keccak256(abi.encode("incident", ++_incidents));
        args.evidenceHash = keccak256("dossier");
        args.reason = "down for too long";
        args.evidenceURI = "ipfs://dossier";
    }

    function _propose(address operator, uint16 bps) internal returns (uint256 slashId) {
        ProposeArgs memory args = _args(operator, bps);
        vm.prank(proposer);
        return registry.proposeSlash(args);
    }

    function _dispute(uint256 slashId) internal {
        Slash memory s = registry.getSlash(slashId);
        vm.prank(s.operator);
        registry.disputeSlash{value: s.terms.disputeBond}(slashId, keccak256("my side"), "ipfs://my-side");
    }

    function _resolve(uint256 slashId, DisputeOutcome outcome, uint16 newBps) internal {
        vm.prank(resolver);
        registry.resolveDispute(slashId, outcome, newBps, "heard");
    }

    function _approve(uint256 slashId) internal {
        vm.prank(governance);
        registry.approveSlash(slashId);
    }

    /// @dev Proposed, approved if it must be, waited for and executed.
    function _slashNow(address operator, uint16 bps) internal returns (uint256 slashId) {
        slashId = _propose(operator, bps);
        if (bps > LARGE_BPS) _approve(slashId);
        _skip(DISPUTE_WINDOW + 1);
        registry.executeSlash(slashId);
    }

    function _state(uint256 slashId) internal view returns (SlashState) {
        return registry.getSlash(slashId).state;
    }

    // ----------------------------------------------------------- assertions

    function assertEq(uint256 a, uint256 b) internal pure {
        vm.assertEq(a, b);
    }

    function assertEq(uint256 a, uint256 b, string memory why) internal pure {
        vm.assertEq(a, b, why);
    }

    function assertEq(address a, address b) internal pure {
        vm.assertEq(a, b);
    }

    function assertEq(bytes32 a, bytes32 b) internal pure {
        vm.assertEq(a, b);
    }

    function assertEq(OperatorStatus a, OperatorStatus b) internal pure {
        vm.assertEq(uint256(a), uint256(b), "operator status");
    }

    function assertEq(SlashState a, SlashState b) internal pure {
        vm.assertEq(uint256(a), uint256(b), "slash state");
    }

    function assertTrue(bool condition) internal pure {
        vm.assertTrue(condition);
    }

    /// @dev Whatever the error's arguments.
    function expectError(bytes4 selector) internal {
        vm.expectPartialRevert(selector);
    }

    function expectError(bytes memory data) internal {
        vm.expectRevert(data);
    }

    function expectMissingRole(address account, string memory role) internal {
        bytes32 name = keccak256(bytes(role));
        vm.expectRevert(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, account, name));
    }
}
