// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {OwnablePausable} from "./base/OwnablePausable.sol";

/// @title ArbitratorCommittee
/// @notice Windows (seconds) in which jurors vote and what an absent juror loses (wei). The job registry is fixed at
///         deployment, and there is no `version()`.
contract ArbitratorCommittee is OwnablePausable {
    address public jobRegistry;
    address public disputeModule;
    uint256 public commitWindow = 1 days;
    uint256 public revealWindow = 1 days;
    uint256 public absenteeSlash;

    event AbsenteeSlashUpdated(uint256 amount);
    event TimingUpdated(uint256 commitWindow, uint256 revealWindow);

    constructor(address _jobRegistry, address _disputeModule) Ownable(msg.sender) {
        jobRegistry = _jobRegistry;
        disputeModule = _disputeModule;
    }

    /// @notice Takes any address, zero as well, and leaves no event behind.
    function setDisputeModule(address dm) external onlyOwner {
        disputeModule = dm;
    }

    function setCommitRevealWindows(uint256 commitDur, uint256 revealDur) external onlyOwner {
        require(commitDur > 0 && revealDur > 0, "windows");
        commitWindow = commitDur;
        revealWindow = revealDur;
        emit TimingUpdated(commitDur, revealDur);
    }

    function setAbsenteeSlash(uint256 amount) external onlyOwner {
        absenteeSlash = amount;
        emit AbsenteeSlashUpdated(amount);
    }
}
