// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDINRegistry} from "../../src/interfaces/IDINRegistry.sol";
import {MockRateSource} from "../mocks/MockRates.sol";
import {MockWstETH} from "../mocks/MockTokens.sol";
import {vm, Vm} from "../support/Vm.sol";
import {Ledger} from "./Ledger.sol";

/// @title What anyone may do to the registry, in any order
/// @dev Inputs are bounded so that most calls succeed; those that are refused are counted, and must be refused by name.
contract Handler is Ledger {
    struct People {
        address governance;
        address proposer;
        address resolver;
        address monitor;
        address pauser;
        address treasury;
        address stranger;
    }

    MockWstETH private immutable wstETH;
    MockRateSource private immutable rateSource;
    People private people;
    uint256 private incidents;

    constructor(IDINRegistry registry_, MockWstETH wstETH_, MockRateSource rateSource_, People memory people_)
        Ledger(registry_)
    {
        (wstETH, rateSource, people) = (wstETH_, rateSource_, people_);
        for (uint256 i = 100; i < 103; ++i) {
            address operator = vm.addr(i);
            operators.push(operator);
            managers.push(vm.addr(i + 100));
            wstETH.mint(operator, 1e27);
            vm.deal(operator, 1e27);
            vm.deal(managers[i - 100], 1e24);
            vm.prank(operator);
            wstETH.approve(address(registry), type(uint256).max);
            _as(operator, abi.encodeCall(registry.registerOperator, (operator, 1 ether)), 0);
            _as(operator, abi.encodeCall(registry.stake, (operator)), 10 ether);
            ethIn += 10 ether;
        }
        vm.deal(people.stranger, 1e27);
    }

    // ----------------------------------------------------------------- stake

    function stakeEth(uint256 who, uint256 amount, bool byStranger) external counted {
        address operator = _operator(who);
        amount = _bound(amount, 1, amount % 4 == 0 ? 10 : 20 ether);
        bytes memory call_ = abi.encodeCall(registry.stake, (operator));
        if (_as(byStranger ? people.stranger : operator, call_, amount)) ethIn += amount;
    }

    function stakeWst(uint256 who, uint256 amount) external counted {
        address operator = _operator(who);
        amount = _bound(amount, 1, amount % 4 == 0 ? 10 : 20 ether);
        if (_as(operator, abi.encodeCall(registry.stakeAsset, (operator, Asset.WSTETH, amount)), 0)) {
            wstIn += amount;
        }
    }

    function unstake(uint256 who, uint256 amount, bool wst, bool all) external counted {
        address operator = _operator(who);
        uint256 active = registry.getOperator(operator).active[wst ? 1 : 0];
        if (active == 0) return _skipped();
        amount = all ? active : _bound(amount, 1, active);
        address recipient = amount % 3 == 0 ? managers[who % 3] : operator;
        bytes memory call_ = abi.encodeCall(registry.unstakeAsset, (operator, _asset(wst), amount, recipient));
        if (_as(operator, call_, 0)) _opened();
    }

    function cancelUnstake(uint256 which) external counted {
        uint256 id = _pickRequest(which);
        if (id == 0 || which % 4 != 0) return _skipped(); // or hardly a request would live to be claimed
        _as(registry.getUnstakeRequest(id).operator, abi.encodeCall(registry.cancelUnstake, (id)), 0);
        _revisitRequest(id);
    }

    function claimUnstake(uint256 which) external counted {
        uint256 id = _pickRequest(which);
        if (id == 0) return _skipped();
        UnstakeRequest memory request = registry.getUnstakeRequest(id);
        if (which % 3 == 0) _waitUntil(request.unlockAt + 1 - (which % 5 == 0 ? 1 : 0));
        uint256 due = registry.claimable(id);
        bool mature = block.timestamp > request.unlockAt;
        address payee = request.recipient;
        bool wst = request.asset == Asset.WSTETH;
        uint256 before = wst ? wstETH.balanceOf(payee) : payee.balance;
        bool ok = _as(which % 2 == 0 ? request.operator : payee, abi.encodeCall(registry.claimUnstake, (id)), 0);
        uint256 paid = (wst ? wstETH.balanceOf(payee) : payee.balance) - before;
        if (ok) wst ? wstOut += paid : ethOut += paid;
        _revisitRequest(id);
        if (ok && !mature) _broken("claimed before it was mature");
        if (!ok && due != 0) _broken("a payable claim was refused");
        if (ok && paid != due) _broken("paid other than claimable said");
    }

    function setManager(uint256 who, bool allowed) external counted {
        _as(_operator(who), abi.encodeCall(registry.setManager, (managers[who % 3], allowed)), 0);
    }

    function actAsManager(uint256 who, uint256 amount) external counted {
        address operator = _operator(who);
        uint256 active = registry.getOperator(operator).active[0];
        if (active == 0) return _skipped();
        bytes memory call_ = abi.encodeCall(registry.unstake, (operator, _bound(amount, 1, active)));
        bool allowed = registry.isManager(operator, managers[who % 3]);
        bool ok = _as(managers[who % 3], call_, 0);
        if (ok) _opened();
        if (ok && !allowed) _broken("a stranger acted as manager");
    }

    // ---------------------------------------------------------------- slashes

    function proposeSlash(uint256 who, uint16 bps, uint256 value, bool byValue, uint256 kind) external counted {
        ProposeArgs memory args = _args(who, kind);
        uint256 total = _stakedValue(args.operator);
        if (byValue) args.value = _bound(value, 1, total / 4 + 1);
        else args.bps = uint16(_bound(bps, 1, 2_500));
        if (_as(people.proposer, abi.encodeCall(registry.proposeSlash, (args)), 0)) {
            _proposed();
            usedIncidents.push(args.incidentKey);
            if (kind % 4 != 0) _approve(slashCount);
            if (kind % 3 == 0) _dispute(slashCount); // later it is often too late
            if (total == 0) _broken("an exited operator was slashed");
        }
    }

    function proposeUsedIncident(uint256 who, uint256 which) external counted {
        if (usedIncidents.length == 0) return _skipped();
        ProposeArgs memory args = _args(who, which);
        args.bps = 1;
        args.incidentKey = usedIncidents[which % usedIncidents.length];
        expectedRefusals++;
        if (_as(people.proposer, abi.encodeCall(registry.proposeSlash, (args)), 0)) {
            _broken("one incident, two slashes");
        }
    }

    function slashByGovernance(uint256 who, uint256 value) external counted {
        address operator = _operator(who);
        value = _bound(value, 1, _stakedValue(operator) / 4 + 1);
        if (_as(people.governance, abi.encodeCall(registry.slash, (operator, value, "vote")), 0)) {
            _proposed();
        }
    }

    function approveSlash(uint256 which) external counted {
        uint256 id = _pickSlash(which);
        if (id == 0) return _skipped();
        _approve(id);
    }

    function disputeSlash(uint256 which) external counted {
        uint256 id = _pickSlash(which);
        if (id == 0 || registry.getSlash(id).state != SlashState.Proposed) return _skipped();
        if (which % 4 == 0) _waitForClock(registry.getSlash(id).terms.disputeUntil + (which % 3 == 0 ? 1 : 0));
        _dispute(id);
    }

    function resolveDispute(uint256 which, uint256 outcome, uint256 newBps) external counted {
        uint256 id = _pickSlash(which);
        if (id == 0) return _skipped();
        Slash memory s = registry.getSlash(id);
        if (s.state != SlashState.Disputed) return _skipped();
        if (newBps % 4 == 0) _waitForClock(s.resolveBy + (which % 3 == 0 ? 1 : 0));
        uint64 clock = registry.slashClock();
        outcome = _bound(outcome, 1, 3);
        if (outcome == 2 && s.terms.bps == 1) outcome = 3;
        newBps = outcome == 2 ? _bound(newBps, 1, s.terms.bps - 1) : 0;
        bytes memory call_ =
            abi.encodeCall(registry.resolveDispute, (id, DisputeOutcome(outcome), uint16(newBps), "heard"));
        if (_as(people.resolver, call_, 0) && clock > s.resolveBy) _broken("resolved too late");
        _revisitSlash(id);
    }

    function executeSlash(uint256 which) external counted {
        uint256 id = _pickSlash(which);
        if (id == 0) return _skipped();
        Slash memory s = registry.getSlash(id);
        if (which % 8 != 0) _waitForExecution(s, which);
        uint64 clock = registry.slashClock();
        uint256[2] memory owed = [registry.treasuryOwed(_asset(false)), registry.treasuryOwed(_asset(true))];
        if (!_as(people.stranger, abi.encodeCall(registry.executeSlash, (id)), 0)) return;
        _revisitSlash(id);
        if (clock > s.terms.executeBy) _broken("executed too late");
        if (s.state == SlashState.Proposed && clock <= s.terms.disputeUntil) {
            _broken("executed before disputes were over");
        }
        if (s.terms.bps > s.terms.largeSlashBps && !s.terms.approved) _broken("executed without approval");
        for (uint256 a; a < 2; ++a) {
            uint256 taken = registry.treasuryOwed(_asset(a == 1)) - owed[a];
            if (taken != s.terms.units[a]) _broken("took other than it had reserved");
            if (taken * 10_000 > snapshots[id][a] * s.terms.bps) _broken("took more than its basis points");
            if (taken > snapshots[id][a] / 2) _broken("took more than half");
        }
    }

    function cancelSlash(uint256 which) external counted {
        uint256 id = _pickSlash(which);
        if (id == 0 || which % 5 != 0 || registry.getSlash(id).state == SlashState.Upheld) return _skipped();
        address by = which % 2 == 0 ? people.governance : registry.getSlash(id).proposer;
        _as(by, abi.encodeCall(registry.cancelSlash, (id, "mistake")), 0);
        _revisitSlash(id);
    }

    function expireSlash(uint256 which) external counted {
        uint256 id = _pickSlash(which);
        if (id == 0) return _skipped();
        bool due = registry.slashClock() > registry.getSlash(id).terms.executeBy;
        if (!due && which % 8 != 0) return _skipped();
        if (_as(people.stranger, abi.encodeCall(registry.expireSlash, (id)), 0) != due) {
            _broken("expiry and its deadline disagree");
        }
        _revisitSlash(id);
    }

    function claimBond(uint256 who) external counted {
        address operator = _operator(who);
        uint256 due = registry.bondOf(operator);
        if (due == 0) return _skipped();
        if (_as(operator, abi.encodeCall(registry.claimBond, ()), 0)) ethOut += due;
        else _broken("a returned bond was not paid");
    }

    function claimTreasury(bool wst) external counted {
        uint256 due = registry.treasuryOwed(_asset(wst));
        if (due == 0) return _skipped();
        if (!_as(people.treasury, abi.encodeCall(registry.claimTreasury, (_asset(wst))), 0)) {
            return _broken("the treasury was not paid");
        }
        wst ? wstOut += due : ethOut += due;
    }

    // ------------------------------------------------- the world around it

    function passTime(uint256 seconds_, uint256 scale) external counted {
        uint256 longest = scale % 8 == 0 ? 20 days : scale % 8 == 1 ? 2 days : 6 hours;
        vm.warp(block.timestamp + _bound(seconds_, 1, longest));
    }

    function pause(uint8 bits) external counted {
        (uint8 mask,) = registry.pauseMask();
        bits = uint8(uint256(bits) & ~uint256(mask) & 31);
        if (bits == 0 || bits % 3 != 0) return _skipped(); // or most calls would meet a pause
        _as(people.pauser, abi.encodeCall(registry.pause, (bits)), 0);
    }

    function unpause() external counted {
        (uint8 mask,) = registry.pauseMask();
        if (mask == 0) return _skipped();
        _as(people.governance, abi.encodeCall(registry.unpause, (mask)), 0);
    }

    function pokeRate(uint256 rate) external counted {
        uint256 last = registry.rateOf(_asset(true)).rateE18;
        rateSource.set(_bound(rate, (last * 97) / 100, (last * 103) / 100), 0);
        _as(people.stranger, abi.encodeCall(registry.pokeRate, (_asset(true))), 0);
    }

    function score(uint256 who, uint256 value) external counted {
        _as(people.monitor, abi.encodeCall(registry.updatePerformanceScore, (_operator(who), value % 10_001)), 0);
    }

    function syncStatus(uint256 who) external counted {
        _as(people.stranger, abi.encodeCall(registry.syncStatus, (_operator(who))), 0);
    }

    function setSlashParams(uint256 dispute, uint256 cooldown) external counted {
        SlashParams memory params = registry.slashParams();
        params.disputeWindow = uint64(_bound(dispute, 1 hours, 3 days - 1));
        params.cooldown = uint64(_bound(cooldown, 0, 6 hours));
        _as(people.governance, abi.encodeCall(registry.setSlashParams, (params)), 0);
    }

    /// @dev Whatever is sent past the front door must count for nobody.
    function donate(uint256 amount, bool wst) external counted {
        amount = _bound(amount, 1, 1 ether);
        if (wst) wstETH.mint(address(registry), amount);
        else vm.deal(address(registry), address(registry).balance + amount);
        wst ? wstDonated += amount : ethDonated += amount;
    }

    function _approve(uint256 id) private {
        SlashTerms memory terms = registry.getSlash(id).terms;
        if (terms.approved || terms.bps <= terms.largeSlashBps) return;
        _as(people.governance, abi.encodeCall(registry.approveSlash, (id)), 0);
    }

    function _dispute(uint256 id) private {
        Slash memory s = registry.getSlash(id);
        uint64 clock = registry.slashClock();
        bytes memory call_ = abi.encodeCall(registry.disputeSlash, (id, keccak256("x"), ""));
        if (!_as(s.operator, call_, s.terms.disputeBond)) return;
        ethIn += s.terms.disputeBond;
        if (clock > s.terms.disputeUntil) _broken("disputed too late");
    }

    function _waitUntil(uint256 time) private {
        if (time > block.timestamp) vm.warp(time);
    }

    /// @dev Does nothing while the slash clock stands still.
    function _waitForClock(uint64 reading) private {
        uint64 clock = registry.slashClock();
        (uint8 mask,) = registry.pauseMask();
        if (reading > clock && mask & 12 == 0) vm.warp(block.timestamp + (reading - clock));
    }

    /// @dev To a moment at an edge of the execution window or within it, and with the approval it needs, mostly.
    function _waitForExecution(Slash memory s, uint256 which) private {
        uint64 opens = s.state == SlashState.Disputed ? s.resolveBy : s.terms.disputeUntil;
        uint64 wait = [uint64(0), 1, 1, s.terms.executionWindow, s.terms.executionWindow + 1, 1][which % 6];
        if (s.state != SlashState.Upheld) _waitForClock(opens + wait);
    }

    function _args(uint256 who, uint256 kind) private returns (ProposeArgs memory args) {
        args.operator = _operator(who);
        args.violationType = ViolationType(_bound(kind, 1, 4));
        args.severity = Severity.Medium;
        args.faultStart = uint64(block.timestamp - 10);
        args.faultEnd = uint64(block.timestamp);
        args.incidentKey = keccak256(abi.encode(++incidents));
        args.evidenceHash = keccak256("dossier");
    }
}
