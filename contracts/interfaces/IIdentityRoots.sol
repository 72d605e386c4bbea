// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The setters of the identity registry that the job registry passes through. Each is for the owner of the
///         identity registry only, so they work through the job registry only where that is the owner.
interface IIdentityRoots {
    function setAgentRootNode(bytes32 root) external;

    function setAgentMerkleRoot(bytes32 root) external;

    function setClubRootNode(bytes32 root) external;

    function setValidatorMerkleRoot(bytes32 root) external;
}
