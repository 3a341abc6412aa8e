// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {
    IAccessControlDefaultAdminRules
} from "@openzeppelin/contracts/access/extensions/IAccessControlDefaultAdminRules.sol";
import {RegistryTest} from "../support/RegistryTest.sol";
import {vm, Vm} from "../support/Vm.sol";

interface IRoleNames {
    function slashingExtension() external view returns (address);
    function hasRole(bytes32 role, address account) external view returns (bool);
    function defaultAdmin() external view returns (address);
    function GOVERNANCE() external view returns (bytes32);
}

contract DeploymentTest is RegistryTest {
    /// @dev EIP-170 and EIP-3860: what a chain accepts.
    function test_deploy_fitsTheChainsLimits() public view {
        vm.assertLe(address(registry).code.length, 24_576, "registry");
        vm.assertLe(IRoleNames(address(registry)).slashingExtension().code.length, 24_576, "slashing extension");
        uint256 initcode = vm.getCode("DINRegistry.sol:DINRegistry").length + abi.encode(_params()).length;
        vm.assertLe(initcode, 49_152, "initcode with its arguments");
    }

    function test_deploy_emitsEveryInitialParameter() public {
        vm.recordLogs();
        address deployed = address(_deploy(_params()));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        _assertEmitted(logs, deployed, MinStakeSet.selector, abi.encode(uint256(1 ether)));
        _assertEmitted(logs, deployed, TreasurySet.selector, "");
        _assertEmitted(logs, deployed, UnstakeDelaySet.selector, abi.encode(UNSTAKE_DELAY));
        _assertEmitted(logs, deployed, SlashParamsSet.selector, abi.encode(_slashParams()));
        _assertEmitted(logs, deployed, RateObserved.selector, abi.encode(uint256(1e18), _time(), address(0)));
        bytes memory source = abi.encode(address(rateSource), uint64(1 days), uint16(500));
        _assertEmitted(logs, deployed, RateSourceSet.selector, source);
    }

    function _assertEmitted(Vm.Log[] memory logs, address emitter, bytes32 topic, bytes memory data) private pure {
        uint256 found;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics[0] != topic) continue;
            ++found;
            assertEq(logs[i].emitter, emitter);
            assertEq(keccak256(logs[i].data), keccak256(data));
        }
        assertEq(found, 1);
    }

    function test_deploy_setsRolesAndParameters() public view {
        IRoleNames roles = IRoleNames(address(registry));
        assertEq(roles.defaultAdmin(), admin);
        assertTrue(roles.hasRole(roles.GOVERNANCE(), governance));
        assertTrue(roles.hasRole(keccak256("SLASH_PROPOSER"), proposer));
        assertTrue(roles.hasRole(keccak256("DISPUTE_RESOLVER"), resolver));
        assertTrue(roles.hasRole(keccak256("PERFORMANCE_MONITOR"), monitor));
        assertTrue(roles.hasRole(keccak256("PAUSER"), pauser));
        assertEq(registry.minStake(), 1 ether);
        assertEq(registry.unstakeDelay(), UNSTAKE_DELAY);
        assertEq(registry.treasury(), treasury);
        assertEq(registry.wstETH(), address(wstETH));
        assertEq(registry.stETH(), address(stETH));
        assertEq(registry.slashParams().disputeBond, BOND);
        assertEq(registry.rateOf(Asset.WSTETH).source, address(rateSource));
    }

    function test_deploy_revertsOnContradictions() public {
        InitialParams memory p = _params();
        p.admin = address(0);
        _refused(p, IAccessControlDefaultAdminRules.AccessControlInvalidDefaultAdmin.selector);
        p = _params();
        p.treasury = address(0);
        _refused(p, InvalidTreasury.selector);
        p = _params();
        p.minStake = 0;
        _refused(p, MinStakeTooLow.selector);
        p = _params();
        p.wstETH = address(0);
        _refused(p, StETHWithoutWstETH.selector);
        p.stETH = address(0);
        _refused(p, AssetNotSupported.selector); // a rate source for an asset that is not there
        p = _params();
        p.wstETH = stranger;
        _refused(p, NoCode.selector);
        p = _params();
        p.stETH = stranger;
        _refused(p, NoCode.selector);
        p = _params();
        p.rateSource = stranger;
        _refused(p, InvalidRateSource.selector);
        p = _params();
        p.unstakeDelay = DISPUTE_WINDOW + RESOLUTION_WINDOW + EXECUTION_WINDOW;
        _refused(p, UnstakeDelayTooShort.selector);
        p.unstakeDelay += 1;
        _deploy(p);
        p = _params();
        p.slashParams.largeSlashBps = 10_001;
        _refused(p, InvalidBps.selector);
        p = _params();
        p.slashParams.executionWindow = 0;
        _refused(p, EmptyWindow.selector);
        p = _params();
        p.slashParams.disputeWindow = type(uint64).max;
        _refused(p, UnstakeDelayTooShort.selector);
    }

    function test_slashingExtension_isInertOnItsOwn() public {
        address extension = IRoleNames(address(registry)).slashingExtension();
        _aliceWith(10 ether);
        ProposeArgs memory args = _args(alice, 500);
        (bool ok,) = extension.call(abi.encodeCall(registry.proposeSlash, (args)));
        assertTrue(!ok);
        vm.prank(governance);
        (ok,) = extension.call(abi.encodeCall(registry.slash, (alice, 1 ether, "no")));
        assertTrue(!ok);
        (ok,) = extension.call{value: 0}(abi.encodeCall(registry.executeSlash, (1)));
        assertTrue(!ok);
    }

    function _refused(InitialParams memory p, bytes4 selector) private {
        try this.deploy(p) {
            revert("deployed");
        } catch (bytes memory reason) {
            assertEq(bytes32(bytes4(reason)), bytes32(selector));
        }
    }

    function deploy(InitialParams memory p) external {
        _deploy(p);
    }
}

contract ParametersTest is RegistryTest {
    function test_setters_byGovernance() public {
        vm.startPrank(governance);
        vm.expectEmit(true, true, true, true, address(registry));
        emit MinStakeSet(2 ether);
        registry.setMinStake(2 ether);
        vm.expectEmit(true, true, true, true, address(registry));
        emit UnstakeDelaySet(8 days);
        registry.setUnstakeDelay(8 days);
        SlashParams memory params = SlashParams(1 days, 2 days, 3 days, 4 hours, 2_000, 1 ether);
        vm.expectEmit(true, true, true, true, address(registry));
        emit SlashParamsSet(params);
        registry.setSlashParams(params);
        vm.expectEmit(true, true, true, true, address(registry));
        emit TreasurySet(bob);
        registry.setTreasury(bob);
        vm.stopPrank();
        assertEq(registry.slashParams().cooldown, 4 hours);
        assertEq(registry.unstakeDelay(), 8 days);
    }

    function test_setters_revertWithMissingRole() public {
        vm.startPrank(stranger);
        expectMissingRole(stranger, "GOVERNANCE");
        registry.setMinStake(2 ether);
        expectMissingRole(stranger, "GOVERNANCE");
        registry.setUnstakeDelay(8 days);
        expectMissingRole(stranger, "GOVERNANCE");
        registry.setSlashParams(_slashParams());
        expectMissingRole(stranger, "GOVERNANCE");
        registry.setTreasury(stranger);
        vm.stopPrank();
    }

    function test_setters_revert() public {
        vm.startPrank(governance);
        expectError(MinStakeTooLow.selector);
        registry.setMinStake(0);
        expectError(InvalidTreasury.selector);
        registry.setTreasury(address(0));
        expectError(InvalidTreasury.selector);
        registry.setTreasury(address(registry));
        expectError(abi.encodeWithSelector(UnstakeDelayTooShort.selector, uint64(6 days), 6 days));
        registry.setUnstakeDelay(6 days);
        expectError(InvalidPeriod.selector);
        registry.setUnstakeDelay(365 days + 1);
        SlashParams memory params = _slashParams();
        params.disputeWindow = 3 days;
        expectError(abi.encodeWithSelector(UnstakeDelayTooShort.selector, UNSTAKE_DELAY, 7 days));
        registry.setSlashParams(params);
        params = _slashParams();
        params.resolutionWindow = 0;
        expectError(EmptyWindow.selector);
        registry.setSlashParams(params);
        params = _slashParams();
        params.cooldown = 365 days + 1;
        expectError(InvalidPeriod.selector);
        registry.setSlashParams(params);
        params = _slashParams();
        params.largeSlashBps = 10_001;
        expectError(abi.encodeWithSelector(InvalidBps.selector, 10_001));
        registry.setSlashParams(params);
        vm.stopPrank();
    }
}
