// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RegistryTest} from "../support/RegistryTest.sol";
import {vm} from "../support/Vm.sol";

contract SlashLifecycleTest is RegistryTest {
    function setUp() public override {
        super.setUp();
        _aliceWith(10 ether);
    }

    function test_executeSlash_afterTheDisputeWindow() public {
        uint256 id = _propose(alice, 500);
        _skip(DISPUTE_WINDOW);
        expectError(WindowOpen.selector);
        registry.executeSlash(id);
        _skip(1);
        SlashExecution memory e;
        e.executor = stranger;
        e.recipient = treasury;
        e.fromActive = 0.5 ether;
        e.rateE18 = 1e18;
        e.activeAfter = 9.5 ether;
        e.factorAfter = 1e27;
        e.cumulativeBpsAfter = 500;
        e.slashedUntil = _time() + COOLDOWN;
        vm.expectEmit(true, true, true, true, address(registry));
        emit SlashExecuted(id, alice, Asset.ETH, e, 6);
        vm.expectEmit(true, true, true, true, address(registry));
        emit OperatorStatusChanged(alice, OperatorStatus.Active, OperatorStatus.Slashed, StatusCause.Slash, id, 7);
        vm.prank(stranger);
        registry.executeSlash(id);
        assertEq(_state(id), SlashState.Executed);
    }

    function test_executeSlash_upToExecuteBy() public {
        uint256 id = _propose(alice, 500);
        _skip(DISPUTE_WINDOW + EXECUTION_WINDOW + 1);
        expectError(WindowClosed.selector);
        registry.executeSlash(id);
        vm.warp(_time() - 1);
        registry.executeSlash(id);
    }

    function test_executeSlash_splitsOverActiveAndUnbonding() public {
        _stakeWst(alice, 6 ether);
        _unstake(alice, 4 ether);
        _slashNow(alice, 1_000);
        OperatorInfo memory info = registry.getOperator(alice);
        assertEq(info.active[0], 5.4 ether);
        assertEq(info.unbonding[0], 3.6 ether);
        assertEq(info.active[1], 5.4 ether);
        assertEq(registry.treasuryOwed(Asset.ETH), 1 ether);
        assertEq(registry.treasuryOwed(Asset.WSTETH), 0.6 ether);
    }

    function test_executeSlash_usesTheSplitOfItsOwnMoment() public {
        uint256 id = _propose(alice, 1_000);
        _unstake(alice, 10 ether); // moving does not help
        _skip(DISPUTE_WINDOW + 1);
        registry.executeSlash(id);
        assertEq(registry.getOperator(alice).unbonding[0], 9 ether);
    }

    function test_executeSlash_twice_revertsWithWrongSlashState() public {
        uint256 id = _slashNow(alice, 500);
        expectError(abi.encodeWithSelector(WrongSlashState.selector, id, SlashState.Executed));
        registry.executeSlash(id);
        expectError(abi.encodeWithSelector(WrongSlashState.selector, 99, SlashState.None));
        registry.executeSlash(99);
    }

    function test_executeSlash_large_revertsWithApprovalNeeded() public {
        uint256 id = _propose(alice, LARGE_BPS + 1);
        _skip(DISPUTE_WINDOW + 1);
        expectError(abi.encodeWithSelector(ApprovalNeeded.selector, id));
        registry.executeSlash(id);
        _approve(id);
        registry.executeSlash(id);
    }

    function test_executeSlash_atTheLargeBoundaryNeedsNoApproval() public {
        uint256 id = _propose(alice, LARGE_BPS);
        expectError(abi.encodeWithSelector(ApprovalNotNeeded.selector, id));
        _approve(id);
        _skip(DISPUTE_WINDOW + 1);
        registry.executeSlash(id);
    }

    function test_approveSlash_reverts() public {
        uint256 id = _propose(alice, 2_000);
        expectMissingRole(proposer, "GOVERNANCE");
        vm.prank(proposer);
        registry.approveSlash(id);
        vm.expectEmit(true, true, true, true, address(registry));
        emit SlashApproved(id, alice, governance, 6);
        _approve(id);
        expectError(abi.encodeWithSelector(ApprovalNotNeeded.selector, id));
        _approve(id);
        _skip(COOLDOWN);
        uint256 late = _propose(alice, 2_000);
        _skip(DISPUTE_WINDOW + EXECUTION_WINDOW + 1);
        expectError(WindowClosed.selector);
        _approve(late);
    }

    function test_cancelSlash() public {
        uint256 id = _propose(alice, 500);
        vm.expectEmit(true, true, true, true, address(registry));
        emit SlashCancelled(id, alice, proposer, "a mistake", [uint256(0), 0], 6);
        vm.prank(proposer);
        registry.cancelSlash(id, "a mistake");
        assertEq(_state(id), SlashState.Cancelled);
        assertEq(registry.getOperator(alice).locked[0], 0);
        (, uint256 live) = registry.slashedBps(alice);
        assertEq(live, 0);
    }

    function test_cancelSlash_byGovernance() public {
        uint256 id = _propose(alice, 500);
        vm.prank(governance);
        registry.cancelSlash(id, "overruled");
        assertEq(_state(id), SlashState.Cancelled);
    }

    function test_cancelSlash_revertsWithNotAuthorized() public {
        uint256 id = _propose(alice, 500);
        expectError(NotAuthorized.selector);
        vm.prank(alice);
        registry.cancelSlash(id, "please");
    }

    function test_cancelSlash_afterUpheld_revertsWithWrongSlashState() public {
        uint256 id = _propose(alice, 500);
        _dispute(id);
        _resolve(id, DisputeOutcome.Upheld, 0);
        expectError(abi.encodeWithSelector(WrongSlashState.selector, id, SlashState.Upheld));
        vm.prank(proposer);
        registry.cancelSlash(id, "too late");
    }

    function test_expireSlash_strictlyAfterExecuteBy() public {
        uint256 id = _propose(alice, 500);
        _skip(DISPUTE_WINDOW + EXECUTION_WINDOW);
        expectError(WindowOpen.selector);
        registry.expireSlash(id);
        _skip(1);
        (, uint256 live) = registry.slashedBps(alice);
        assertEq(live, 500, "counts until it is expired");
        vm.expectEmit(true, true, true, true, address(registry));
        emit SlashExpired(id, alice, [uint256(0), 0], 6);
        registry.expireSlash(id);
        assertEq(registry.getOperator(alice).locked[0], 0);
        expectError(WrongSlashState.selector);
        registry.executeSlash(id);
    }

    function test_executeSlash_cumulativeBpsRoll() public {
        _slashNow(alice, 500);
        _slashNow(alice, 700);
        (uint256 executed,) = registry.slashedBps(alice);
        assertEq(executed, 1_200);
        _skip(30 days);
        (executed,) = registry.slashedBps(alice);
        assertEq(executed, 0);
    }

    function test_claimTreasury() public {
        _slashNow(alice, 500);
        expectError(NotAuthorized.selector);
        registry.claimTreasury(Asset.ETH);
        vm.prank(governance);
        registry.setTreasury(bob); // what is owed follows the office
        uint256 before = bob.balance;
        vm.expectEmit(true, true, true, true, address(registry));
        emit TreasuryClaimed(bob, Asset.ETH, 0.5 ether);
        vm.prank(bob);
        registry.claimTreasury(Asset.ETH);
        assertEq(bob.balance - before, 0.5 ether);
        expectError(NothingToClaim.selector);
        vm.prank(bob);
        registry.claimTreasury(Asset.ETH);
    }

    function test_claimTreasury_wstETH() public {
        _stakeWst(alice, 10 ether);
        _slashNow(alice, 500);
        vm.prank(treasury);
        registry.claimTreasury(Asset.WSTETH);
        assertEq(wstETH.balanceOf(treasury), 0.5 ether);
    }
}
