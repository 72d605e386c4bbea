// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title ReaderCreation
/// @notice The reader for endpoints that know no state override: a call without a target runs this constructor, which
///         creates the reader, asks it, and answers in place of code. Nothing is deployed.
contract ReaderCreation {
    constructor(bytes memory reader, bytes memory input) {
        address created;
        assembly ("memory-safe") {
            created := create(0, add(reader, 0x20), mload(reader))
        }
        (, bytes memory output) = created.staticcall(input);
        assembly ("memory-safe") {
            return(add(output, 0x20), mload(output))
        }
    }
}
