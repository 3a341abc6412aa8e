// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RegistryTest} from "../support/RegistryTest.sol";
import {vm} from "../support/Vm.sol";

contract SlashProposalTest is RegistryTest {
    function setUp() public override {
        super.setUp();
        _aliceWith(10 ether);
    }

    function test_proposeSlash_locksOnlyWhatIsProposed() public {
        _stakeWst(alice, 5 ether);
        _unstake(alice, 4 ether);
        uint256 id = _propose(alice, 500);
        Slash memory s = registry.getSlash(id);
        assertEq(s.state, SlashState.Proposed);
        assertEq(s.proposer, proposer);
        assertEq(s.terms.snapshotValue, 16 ether);
        assertEq(s.terms.units[0], 0.5 ether);
        assertEq(s.terms.units[1], 0.25 ether);
        assertEq(s.terms.value, 0.8 ether);
        assertEq(s.terms.disputeUntil, _time() + DISPUTE_WINDOW);
        assertEq(s.terms.executeBy, _time() + DISPUTE_WINDOW + EXECUTION_WINDOW);
        OperatorInfo memory info = registry.getOperator(alice);
        assertEq(info.locked[0], 0.5 ether);
        assertEq(info.locked[1], 0.25 ether);
        assertEq(info.active[0], 6 ether);
        (uint256 executed, uint256 live) = registry.slashedBps(alice);
        assertEq(executed, 0);
        assertEq(live, 500);
    }

    function test_proposeSlash_emits() public {
        ProposeArgs memory args = _args(alice, 500);
        SlashTerms memory terms;
        terms.violationType = ViolationType.Downtime;
        terms.severity = Severity.Medium;
        terms.bps = 500;
        terms.snapshotValue = 10 ether;
        terms.value = 0.5 ether;
        terms.units[0] = 0.5 ether;
        terms.ratesE18 = [uint256(1e18), 1.2e18];
        terms.lockedAfter[0] = 0.5 ether;
        terms.faultStart = args.faultStart;
        terms.faultEnd = args.faultEnd;
        terms.incidentKey = args.incidentKey;
        terms.evidenceHash = args.evidenceHash;
        terms.disputeUntil = _time() + DISPUTE_WINDOW;
        terms.executeBy = terms.disputeUntil + EXECUTION_WINDOW;
        terms.resolutionWindow = RESOLUTION_WINDOW;
        terms.executionWindow = EXECUTION_WINDOW;
        terms.cooldown = COOLDOWN;
        terms.largeSlashBps = LARGE_BPS;
        terms.disputeBond = BOND;
        vm.expectEmit(true, true, true, true, address(registry));
        emit SlashProposed(1, alice, proposer, terms, args.reason, args.evidenceURI, 5);
        vm.prank(proposer);
        registry.proposeSlash(args);
        assertTrue(registry.incidentUsed(args.incidentKey));
    }

    function test_proposeSlash_byValue_roundsBpsUpAndUnitsDown() public {
        _stakeEth(alice, 7); // 10 ETH + 7 wei
        ProposeArgs memory args = _args(alice, 0);
        args.value = 1 ether + 1;
        vm.prank(proposer);
        Slash memory s = registry.getSlash(registry.proposeSlash(args));
        assertEq(s.terms.bps, 1_001);
        assertEq(s.terms.units[0], 1 ether + 1);
    }

    function test_proposeSlash_revertsWithMissingRole() public {
        ProposeArgs memory args = _args(alice, 500);
        expectMissingRole(stranger, "SLASH_PROPOSER");
        vm.prank(stranger);
        registry.proposeSlash(args);
    }

    function test_proposeSlash_revertsOnWhatIsNotClaimed() public {
        ProposeArgs memory args = _args(alice, 500);
        args.violationType = ViolationType.None;
        _refused(args, InvalidViolationType.selector);
        args.violationType = ViolationType.Governance;
        _refused(args, InvalidViolationType.selector);
        args = _args(alice, 500);
        args.severity = Severity.None;
        _refused(args, InvalidSeverity.selector);
        args = _args(alice, 500);
        args.evidenceHash = 0;
        _refused(args, EvidenceMissing.selector);
        args = _args(alice, 500);
        args.incidentKey = 0;
        _refused(args, InvalidIncident.selector);
        args = _args(bob, 500);
        _refused(args, NotRegistered.selector);
    }

    function test_proposeSlash_revertsWithInvalidFaultWindow() public {
        ProposeArgs memory args = _args(alice, 500);
        args.faultStart = 0;
        _refused(args, InvalidFaultWindow.selector);
        args.faultStart = args.faultEnd + 1;
        _refused(args, InvalidFaultWindow.selector);
        args.faultStart = _time();
        args.faultEnd = _time() + 1;
        _refused(args, InvalidFaultWindow.selector);
    }

    function test_proposeSlash_revertsWithInvalidSlashSize() public {
        ProposeArgs memory args = _args(alice, 0);
        _refused(args, InvalidSlashSize.selector);
        (args.bps, args.value) = (1, 1);
        _refused(args, InvalidSlashSize.selector);
    }

    function test_proposeSlash_revertsWithSlashTooLarge() public {
        ProposeArgs memory args = _args(alice, 5_001);
        _refused(args, SlashTooLarge.selector);
        (args.bps, args.value) = (0, 5 ether + 1);
        _refused(args, SlashTooLarge.selector);
        args.value = type(uint256).max;
        _refused(args, SlashTooLarge.selector);
        args.value = 5 ether;
        vm.prank(proposer);
        registry.proposeSlash(args);
    }

    function test_proposeSlash_sameIncidentTwice_revertsWithInvalidIncident() public {
        ProposeArgs memory args = _args(alice, 500);
        vm.prank(proposer);
        uint256 id = registry.proposeSlash(args);
        vm.prank(proposer);
        registry.cancelSlash(id, "even when withdrawn");
        _skip(COOLDOWN);
        args.violationType = ViolationType.BadData;
        _refused(args, InvalidIncident.selector);
    }

    function test_proposeSlash_revertsWithCooldownRunning() public {
        _propose(alice, 100);
        _skip(COOLDOWN - 1);
        ProposeArgs memory args = _args(alice, 100);
        _refused(args, CooldownRunning.selector);
        args.violationType = ViolationType.BadData; // each type has its own
        vm.prank(proposer);
        registry.proposeSlash(args);
        _skip(1);
        _propose(alice, 100);
    }

    function test_proposeSlash_liveAndExecutedCountAgainstTheRollingCap() public {
        uint256 first = _slashNow(alice, 2_000);
        uint64 executedAt = _time();
        uint256 second = _propose(alice, 3_000);
        _skip(COOLDOWN);
        ProposeArgs memory args = _args(alice, 1);
        _refused(args, RollingCapExceeded.selector);
        vm.prank(proposer);
        registry.cancelSlash(second, "frees what it counted");
        _skip(COOLDOWN);
        args = _args(alice, 3_001);
        _refused(args, RollingCapExceeded.selector);
        vm.warp(executedAt + 30 days - 1);
        args = _args(alice, 3_001);
        _refused(args, RollingCapExceeded.selector);
        _skip(1);
        args = _args(alice, 5_000);
        vm.prank(proposer);
        registry.proposeSlash(args);
        assertEq(_state(first), SlashState.Executed);
    }

    function test_proposeSlash_onAnExitedOperator_revertsWithNothingToSlash() public {
        uint256 id = _unstake(alice, 10 ether);
        _skip(UNSTAKE_DELAY + 1);
        _claim(id);
        ProposeArgs memory args = _args(alice, 500);
        _refused(args, NothingToSlash.selector);
    }

    function test_proposeSlash_onALeavingOperator() public {
        _unstake(alice, 10 ether);
        _slashNow(alice, 500);
        assertEq(registry.getOperator(alice).unbonding[0], 9.5 ether);
    }

    function test_proposeSlash_thatReservesNothing_revertsWithNothingToSlash() public {
        uint256 id = _unstake(alice, 10 ether);
        _skip(UNSTAKE_DELAY + 1);
        _propose(alice, 3_000);
        _claim(id); // all that is left is reserved
        ProposeArgs memory args = _args(alice, 1_000);
        args.violationType = ViolationType.BadData;
        _refused(args, NothingToSlash.selector);
    }

    function test_slash_byGovernance() public {
        vm.prank(governance);
        registry.slash(alice, 2 ether, "council vote 7");
        Slash memory s = registry.getSlash(1);
        assertEq(s.state, SlashState.Proposed);
        assertTrue(s.terms.approved);
        assertEq(uint256(s.terms.violationType), uint256(ViolationType.Governance));
        assertEq(uint256(s.terms.severity), uint256(Severity.Critical));
        assertEq(s.terms.bps, 2_000);
        assertEq(s.terms.evidenceHash, keccak256("council vote 7"));
        assertEq(s.terms.incidentKey, keccak256(abi.encode(block.chainid, address(registry), uint256(1))));
        assertEq(s.terms.faultStart, _time());
        _skip(DISPUTE_WINDOW + 1);
        registry.executeSlash(1);
        assertEq(registry.treasuryOwed(Asset.ETH), 2 ether);
    }

    function test_slash_byGovernance_isNotBlockedByAProposerThatTookItsKey() public {
        ProposeArgs memory args = _args(alice, 1);
        args.incidentKey = keccak256(abi.encode(block.chainid, address(registry), uint256(2)));
        vm.prank(proposer);
        registry.proposeSlash(args);
        vm.prank(governance);
        registry.slash(alice, 1 ether, "council vote 8");
        assertEq(_state(2), SlashState.Proposed);
    }

    function test_slash_withoutDisputeWindow_executesAtOnce() public {
        SlashParams memory params = _slashParams();
        params.disputeWindow = 0;
        vm.prank(governance);
        registry.setSlashParams(params);
        vm.prank(governance);
        registry.slash(alice, 5 ether, "an emergency");
        assertEq(_state(1), SlashState.Executed);
        assertEq(registry.getOperator(alice).active[0], 5 ether);
        assertEq(registry.getOperator(alice).locked[0], 0);
    }

    function test_slash_revertsWithMissingRole() public {
        expectMissingRole(proposer, "GOVERNANCE");
        vm.prank(proposer);
        registry.slash(alice, 1 ether, "no");
    }

    function test_slash_revertsWithInvalidSlashSize() public {
        expectError(InvalidSlashSize.selector);
        vm.prank(governance);
        registry.slash(alice, 0, "nothing");
    }

    function test_proposeSlash_keepsItsParametersForLife() public {
        uint256 id = _propose(alice, 500);
        SlashParams memory params = SlashParams(1 days, 1 days, 1 days, 2 hours, 100, 1 ether);
        vm.prank(governance);
        registry.setSlashParams(params);
        _skip(DISPUTE_WINDOW);
        _dispute(id); // with the old bond, inside the old window
        assertEq(registry.getSlash(id).bond, BOND);
        assertEq(registry.getSlash(id).resolveBy, _time() + RESOLUTION_WINDOW);
    }

    function _refused(ProposeArgs memory args, bytes4 selector) private {
        expectError(selector);
        vm.prank(proposer);
        registry.proposeSlash(args);
    }
}
