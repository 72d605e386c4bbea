// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice What the validation module asks of the job registry when a failover gives a round up.
interface IDisputeEscalation {
    function escalateToDispute(uint256 jobId, string calldata reason) external;
}
