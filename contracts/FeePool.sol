// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {OwnablePausable} from "./base/OwnablePausable.sol";
import {IProtocolToken, PROTOCOL_TOKEN} from "./base/ProtocolToken.sol";
import {ITaxPolicy} from "./interfaces/ITaxPolicy.sol";
import {IVersioned} from "./interfaces/IVersioned.sol";

/// @title FeePool
/// @notice Collects fees, burns a share (whole percent) and pays the rest out. Its withdrawal authority `governance` is
///         independent of its owner.
contract FeePool is OwnablePausable {
    enum Role {
        Agent,
        Validator,
        Platform
    }

    struct ConfigUpdate {
        bool setStakeManager;
        address stakeManager;
        bool setRewardRole;
        Role rewardRole;
        bool setBurnPct;
        uint256 burnPct;
        bool setTreasury;
        address treasury;
        bool setGovernance;
        address governance;
        bool setTaxPolicy;
        address taxPolicy;
        bool setPauser;
        address pauser;
        bool setPauserManager;
        address pauserManager;
    }

    struct AllowlistUpdate {
        address treasury;
        bool allowed;
    }

    struct RewarderConfig {
        address rewarder;
        bool allowed;
    }

    uint256 public constant version = 2;
    address public constant token = PROTOCOL_TOKEN;
    uint256 public constant DEFAULT_BURN_PCT = 1;

    address public stakeManager;
    Role public rewardRole;
    uint256 public burnPct;
    address public treasury;
    address public governance;
    address public taxPolicy;
    mapping(address => bool) public treasuryAllowlist;
    mapping(address => bool) public rewarders;

    error InvalidPercentage();
    error InvalidRecipient();
    error InvalidStakeManagerVersion();
    error InvalidTaxPolicy();
    error InvalidTreasury();
    error NotGovernance();
    error NotOwnerOrPauser();
    error PolicyNotTaxExempt();
    error TokenNotBurnable();
    error ZeroAddress();

    event BurnPctUpdated(uint256 pct);
    event ConfigurationApplied(
        address indexed caller,
        bool stakeManagerUpdated,
        bool rewardRoleUpdated,
        bool burnPctUpdated,
        bool treasuryUpdated,
        bool governanceUpdated,
        bool taxPolicyUpdated,
        bool pauserUpdated,
        bool pauserManagerUpdated,
        uint256 rewarderUpdates,
        uint256 treasuryAllowlistUpdates
    );
    event GovernanceUpdated(address indexed governance);
    event GovernanceWithdrawal(address indexed to, uint256 amount);
    event ModulesUpdated(address indexed stakeManager);
    event RewarderUpdated(address indexed rewarder, bool allowed);
    event RewardRoleUpdated(Role role);
    event StakeManagerUpdated(address indexed stakeManager);
    event TaxPolicyUpdated(address indexed policy);
    event TreasuryAllowlistUpdated(address indexed treasury, bool allowed);
    event TreasuryUpdated(address indexed treasury);

    /// @dev The version of the stake manager is not checked here, unlike in the setter; the treasury becomes allowed.
    /// @param _burnPct zero stands for `DEFAULT_BURN_PCT`.
    constructor(address _stakeManager, uint256 _burnPct, address _treasury, address _taxPolicy) Ownable(msg.sender) {
        if (_stakeManager != address(0)) _storeStakeManager(_stakeManager);
        _setRewardRole(Role.Platform);
        _setBurnPct(_burnPct == 0 ? DEFAULT_BURN_PCT : _burnPct);
        if (_treasury != address(0)) _setTreasuryAllowlist(_treasury, true);
        _setTreasury(_treasury);
        if (_taxPolicy != address(0)) _setTaxPolicy(_taxPolicy);
    }

    function isTaxExempt() external pure returns (bool) {
        return true;
    }

    function setStakeManager(address manager) external onlyOwner {
        _setStakeManager(manager);
    }

    function setRewardRole(Role role) external onlyOwner {
        _setRewardRole(role);
    }

    function setBurnPct(uint256 pct) external onlyOwner {
        _setBurnPct(pct);
    }

    /// @notice Zero burns what would go to the treasury; anything else must be allow-listed and not the owner.
    function setTreasury(address _treasury) external onlyOwner {
        _setTreasury(_treasury);
    }

    function setTreasuryAllowlist(address _treasury, bool allowed) external onlyOwner {
        _setTreasuryAllowlist(_treasury, allowed);
    }

    function setGovernance(address _governance) external onlyOwner {
        _setGovernance(_governance);
    }

    function setTaxPolicy(address _policy) external onlyOwner {
        _setTaxPolicy(_policy);
    }

    function setRewarder(address rewarder, bool allowed) external onlyOwner {
        _setRewarder(rewarder, allowed);
    }

    /// @notice Many settings at once or none. Both lists come first, so that a treasury may be allowed and set together.
    function applyConfiguration(
        ConfigUpdate calldata config,
        AllowlistUpdate[] calldata allowlistUpdates,
        RewarderConfig[] calldata rewarderUpdates
    ) external onlyOwner {
        for (uint256 i = 0; i < allowlistUpdates.length; i++) {
            _setTreasuryAllowlist(allowlistUpdates[i].treasury, allowlistUpdates[i].allowed);
        }
        for (uint256 i = 0; i < rewarderUpdates.length; i++) {
            _setRewarder(rewarderUpdates[i].rewarder, rewarderUpdates[i].allowed);
        }
        if (config.setStakeManager) _setStakeManager(config.stakeManager);
        if (config.setRewardRole) _setRewardRole(config.rewardRole);
        if (config.setBurnPct) _setBurnPct(config.burnPct);
        if (config.setTreasury) _setTreasury(config.treasury);
        if (config.setGovernance) _setGovernance(config.governance);
        if (config.setTaxPolicy) _setTaxPolicy(config.taxPolicy);
        if (config.setPauser) _setPauser(config.pauser);
        if (config.setPauserManager) _setPauserManager(config.pauserManager);
        emit ConfigurationApplied(
            msg.sender,
            config.setStakeManager,
            config.setRewardRole,
            config.setBurnPct,
            config.setTreasury,
            config.setGovernance,
            config.setTaxPolicy,
            config.setPauser,
            config.setPauserManager,
            rewarderUpdates.length,
            allowlistUpdates.length
        );
    }

    /// @notice Takes `amount` (wei) out of the pool for the treasury, or burns it when `to` is zero. For `governance`
    ///         alone, not for the owner; works while paused, and the allow-list does not count.
    function governanceWithdraw(address to, uint256 amount) external {
        if (msg.sender != governance) revert NotGovernance();
        if (to == owner() || (to != address(0) && to != treasury)) revert InvalidRecipient();
        if (to == address(0)) {
            try IProtocolToken(PROTOCOL_TOKEN).burn(amount) {} catch {
                revert TokenNotBurnable();
            }
        } else {
            IProtocolToken(PROTOCOL_TOKEN).transfer(to, amount);
        }
        emit GovernanceWithdrawal(to, amount);
    }

    function _requirePauser() internal view override {
        if (!_mayPause(msg.sender)) revert NotOwnerOrPauser();
    }

    function _setStakeManager(address manager) private {
        if (manager == address(0)) revert ZeroAddress();
        if (IVersioned(manager).version() != 2) revert InvalidStakeManagerVersion();
        _storeStakeManager(manager);
    }

    function _storeStakeManager(address manager) private {
        stakeManager = manager;
        emit StakeManagerUpdated(manager);
        emit ModulesUpdated(manager);
    }

    function _setRewardRole(Role role) private {
        rewardRole = role;
        emit RewardRoleUpdated(role);
    }

    function _setBurnPct(uint256 pct) private {
        if (pct > 100) revert InvalidPercentage();
        burnPct = pct;
        emit BurnPctUpdated(pct);
    }

    function _setTreasury(address _treasury) private {
        if (_treasury != address(0) && (_treasury == owner() || !treasuryAllowlist[_treasury]))
            revert InvalidTreasury();
        treasury = _treasury;
        emit TreasuryUpdated(_treasury);
    }

    function _setTreasuryAllowlist(address _treasury, bool allowed) private {
        treasuryAllowlist[_treasury] = allowed;
        emit TreasuryAllowlistUpdated(_treasury, allowed);
    }

    function _setGovernance(address _governance) private {
        if (_governance == address(0)) revert ZeroAddress();
        governance = _governance;
        emit GovernanceUpdated(_governance);
    }

    function _setTaxPolicy(address policy) private {
        if (policy == address(0)) revert InvalidTaxPolicy();
        if (!ITaxPolicy(policy).isTaxExempt()) revert PolicyNotTaxExempt();
        taxPolicy = policy;
        emit TaxPolicyUpdated(policy);
    }

    function _setRewarder(address rewarder, bool allowed) private {
        rewarders[rewarder] = allowed;
        emit RewarderUpdated(rewarder, allowed);
    }
}
