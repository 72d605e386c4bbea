// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Governable} from "./base/Governable.sol";
import {GovernablePausable} from "./base/GovernablePausable.sol";
import {ITaxPolicy} from "./interfaces/ITaxPolicy.sol";

/// @title DisputeModule
/// @notice Fee (wei) and window (seconds) of disputes, and the weights of moderators. All settings but the moderators
///         revert while the module is paused.
contract DisputeModule is GovernablePausable {
    uint256 public constant version = 2;
    uint256 public constant DEFAULT_DISPUTE_FEE = 1e18;

    address public jobRegistry;
    address public stakeManager;
    address public committee;
    address public taxPolicy;
    uint256 public disputeFee;
    uint256 public disputeWindow;
    mapping(address => uint96) public moderatorWeights;
    uint96 public totalModeratorWeight;

    error InvalidModerator(address moderator);
    error InvalidModeratorWeight();
    error InvalidTaxPolicy();
    error NotGovernanceOrPauser();
    error PolicyNotTaxExempt();

    event CommitteeUpdated(address indexed committee);
    event DisputeFeeUpdated(uint256 fee);
    event DisputeWindowUpdated(uint256 window);
    event JobRegistryUpdated(address newRegistry);
    event ModeratorUpdated(address indexed moderator, uint256 weight);
    event ModulesUpdated(address indexed jobRegistry, address indexed stakeManager);
    event StakeManagerUpdated(address newManager);
    event TaxPolicyUpdated(address indexed policy);

    /// @param _disputeFee zero stands for `DEFAULT_DISPUTE_FEE`; the setter's zero means no fee.
    /// @param _disputeWindow zero stands for one day.
    constructor(
        address _jobRegistry,
        uint256 _disputeFee,
        uint256 _disputeWindow,
        address _committee,
        address _governance
    ) Governable(_governance) {
        if (_jobRegistry != address(0)) {
            jobRegistry = _jobRegistry;
            emit JobRegistryUpdated(_jobRegistry);
        }
        emit ModulesUpdated(_jobRegistry, address(0));
        committee = _committee;
        disputeFee = _disputeFee == 0 ? DEFAULT_DISPUTE_FEE : _disputeFee;
        disputeWindow = _disputeWindow == 0 ? 1 days : _disputeWindow;
        emit DisputeFeeUpdated(disputeFee);
        emit DisputeWindowUpdated(disputeWindow);
        emit CommitteeUpdated(_committee);
    }

    function isTaxExempt() external pure returns (bool) {
        return true;
    }

    function setDisputeFee(uint256 fee) external onlyGovernance whenNotPaused {
        disputeFee = fee;
        emit DisputeFeeUpdated(fee);
    }

    function setDisputeWindow(uint256 window) external onlyGovernance whenNotPaused {
        disputeWindow = window;
        emit DisputeWindowUpdated(window);
    }

    function setCommittee(address newCommittee) external onlyGovernance whenNotPaused {
        committee = newCommittee;
        emit CommitteeUpdated(newCommittee);
    }

    function setJobRegistry(address newRegistry) external onlyGovernance whenNotPaused {
        jobRegistry = newRegistry;
        emit JobRegistryUpdated(newRegistry);
        emit ModulesUpdated(newRegistry, stakeManager);
    }

    function setStakeManager(address newManager) external onlyGovernance whenNotPaused {
        stakeManager = newManager;
        emit StakeManagerUpdated(newManager);
        emit ModulesUpdated(jobRegistry, newManager);
    }

    function setTaxPolicy(address policy) external onlyGovernance whenNotPaused {
        if (policy == address(0)) revert InvalidTaxPolicy();
        if (!ITaxPolicy(policy).isTaxExempt()) revert PolicyNotTaxExempt();
        taxPolicy = policy;
        emit TaxPolicyUpdated(policy);
    }

    /// @notice Works while paused; writing the weight that is already there reverts.
    function setModerator(address moderator, uint96 weight) external onlyGovernance {
        if (moderator == address(0)) revert InvalidModerator(moderator);
        _setModerator(moderator, weight);
    }

    /// @notice Works while paused; an absent moderator already has the weight zero, so removing it reverts too.
    function removeModerator(address moderator) external onlyGovernance {
        _setModerator(moderator, 0);
    }

    function _requirePauser() internal view override {
        if (!_mayPause(msg.sender)) revert NotGovernanceOrPauser();
    }

    function _setModerator(address moderator, uint96 weight) private {
        uint96 previous = moderatorWeights[moderator];
        if (previous == weight) revert InvalidModeratorWeight();
        moderatorWeights[moderator] = weight;
        totalModeratorWeight = totalModeratorWeight - previous + weight;
        emit ModeratorUpdated(moderator, weight);
    }
}
