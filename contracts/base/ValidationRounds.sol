// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IDisputeEscalation} from "../interfaces/IDisputeEscalation.sol";
import {ValidationCommittee} from "./ValidationCommittee.sol";

/// @title ValidationRounds
/// @notice The pool of validators, the draw of a committee for a job, and the owner's failover for a round under way.
///         Votes are not kept here.
abstract contract ValidationRounds is ValidationCommittee {
    enum SelectionStrategy {
        Rotating,
        Reservoir
    }

    enum FailoverAction {
        None,
        ExtendReveal,
        EscalateDispute
    }

    struct FailoverState {
        FailoverAction lastAction;
        uint64 extensions;
        uint64 lastExtendedTo;
        uint64 lastTriggeredAt;
        bool escalated;
    }

    address public jobRegistry;
    /// @notice Readable by index only: there is no getter for its length.
    address[] public validatorPool;
    /// @notice Pool entries that one draw looks at.
    uint256 public validatorPoolSampleSize = 100;
    uint256 public maxValidatorPoolSize = 1000;
    uint256 public validatorPoolRotation;
    SelectionStrategy public selectionStrategy;
    uint256 public validatorAuthCacheVersion;
    /// @notice How long a cached authorisation lasts (seconds).
    uint256 public validatorAuthCacheDuration;

    mapping(uint256 => FailoverState) public failoverStates;
    mapping(uint256 => uint256) public pendingEntropy;
    /// @notice Block after which a requested committee may be drawn.
    mapping(uint256 => uint256) public selectionBlock;
    /// @notice Time at which the reveal of a job ends (seconds since 1970); zero without a round.
    mapping(uint256 => uint256) public revealDeadline;
    mapping(uint256 => address[]) private _committees;

    error FailoverEscalated();
    error InsufficientValidators();
    error InvalidFailoverAction();
    error InvalidSampleSize();
    error NoActiveRound();
    error OnlyJobRegistry();
    error PoolLimitExceeded();
    error RevealExtensionRequired();
    error SampleSizeTooSmall();
    error ValidatorsAlreadySelected();
    error ZeroValidatorAddress();

    event MaxValidatorPoolSizeUpdated(uint256 size);
    event SelectionReset(uint256 indexed jobId);
    event SelectionStrategyUpdated(SelectionStrategy strategy);
    event ValidationFailover(uint256 indexed jobId, FailoverAction action, uint256 newRevealDeadline, string reason);
    event ValidatorAuthCacheDurationUpdated(uint256 duration);
    event ValidatorAuthCacheVersionBumped(uint256 version);
    event ValidatorPoolRotationUpdated(uint256 newRotation);
    event ValidatorPoolSampleSizeUpdated(uint256 size);
    event ValidatorsSelected(uint256 indexed jobId, address[] validators);
    event ValidatorsUpdated(address[] validators);

    function setValidatorPool(address[] calldata newPool) external onlyOwner {
        if (newPool.length > maxValidatorPoolSize) revert PoolLimitExceeded();
        for (uint256 i; i < newPool.length; ++i) {
            if (newPool[i] == address(0)) revert ZeroValidatorAddress();
        }
        validatorPool = newPool;
        _bumpValidatorAuthCacheVersion();
        emit ValidatorsUpdated(newPool);
    }

    function setValidatorPoolSampleSize(uint256 size) external onlyOwner {
        if (size == 0) revert InvalidSampleSize();
        if (size > maxValidatorPoolSize) revert PoolLimitExceeded();
        if (size < validatorsPerJob) revert SampleSizeTooSmall();
        validatorPoolSampleSize = size;
        emit ValidatorPoolSampleSizeUpdated(size);
    }

    /// @notice The pool that is there may be larger than the new limit; only the next pool is held to it.
    function setMaxValidatorPoolSize(uint256 size) external onlyOwner {
        if (size == 0) revert InvalidSampleSize();
        if (size < validatorsPerJob) revert InvalidValidatorBounds();
        if (size < validatorPoolSampleSize) revert InvalidSampleSize();
        maxValidatorPoolSize = size;
        emit MaxValidatorPoolSizeUpdated(size);
    }

    function setSelectionStrategy(SelectionStrategy strategy) external onlyOwner {
        selectionStrategy = strategy;
        emit SelectionStrategyUpdated(strategy);
    }

    function setValidatorAuthCacheDuration(uint256 duration) external onlyOwner {
        validatorAuthCacheDuration = duration;
        emit ValidatorAuthCacheDurationUpdated(duration);
    }

    function bumpValidatorAuthCacheVersion() external onlyOwner {
        _bumpValidatorAuthCacheVersion();
    }

    /// @notice Asks for a committee; `selectValidators` draws it from the next block on, so the answer is still empty.
    function start(uint256 jobId, uint256 entropy) external whenNotPaused returns (address[] memory committee) {
        if (msg.sender != jobRegistry) revert OnlyJobRegistry();
        if (_committees[jobId].length != 0) revert ValidatorsAlreadySelected();
        delete failoverStates[jobId];
        pendingEntropy[jobId] ^= entropy;
        selectionBlock[jobId] = block.number;
        committee = _committees[jobId];
    }

    /// @notice Draws the committee that was asked for and opens the round.
    function selectValidators(uint256 jobId, uint256 entropy) external whenNotPaused returns (address[] memory drawn) {
        if (_committees[jobId].length != 0) revert ValidatorsAlreadySelected();
        if (selectionBlock[jobId] == 0 || block.number <= selectionBlock[jobId]) revert NoActiveRound();
        drawn = _draw(uint256(keccak256(abi.encode(jobId, pendingEntropy[jobId] ^ entropy, block.prevrandao))));
        delete pendingEntropy[jobId];
        delete selectionBlock[jobId];
        _committees[jobId] = drawn;
        revealDeadline[jobId] = block.timestamp + commitWindow + revealWindow;
        emit ValidatorsSelected(jobId, drawn);
    }

    /// @notice Forgets a committee that was asked for and is not drawn yet.
    function resetSelection(uint256 jobId) external onlyOwner {
        delete pendingEntropy[jobId];
        delete selectionBlock[jobId];
        emit SelectionReset(jobId);
    }

    function validators(uint256 jobId) external view returns (address[] memory) {
        return _committees[jobId];
    }

    /// @notice Lengthens the reveal of a round by `extension` seconds, or gives the round up to the dispute process.
    /// @dev Escalating reverts with the job registry's error unless this contract may escalate there.
    function triggerFailover(
        uint256 jobId,
        FailoverAction action,
        uint64 extension,
        string calldata reason
    ) external onlyOwner whenNotPaused {
        if (action == FailoverAction.None) revert InvalidFailoverAction();
        FailoverState storage state = failoverStates[jobId];
        if (action == FailoverAction.EscalateDispute && state.escalated) revert FailoverEscalated();
        uint256 deadline = revealDeadline[jobId];
        if (deadline == 0) revert NoActiveRound();
        string memory rationale = bytes(reason).length == 0 ? "validation-failover" : reason;
        state.lastAction = action;
        state.lastTriggeredAt = uint64(block.timestamp);
        if (action == FailoverAction.ExtendReveal) {
            if (extension == 0) revert RevealExtensionRequired();
            deadline += extension;
            revealDeadline[jobId] = deadline;
            state.extensions += 1;
            state.lastExtendedTo = uint64(deadline);
        } else {
            state.escalated = true;
            delete revealDeadline[jobId];
            delete _committees[jobId];
            IDisputeEscalation(jobRegistry).escalateToDispute(jobId, rationale);
        }
        emit ValidationFailover(jobId, action, deadline, rationale);
    }

    function _bumpValidatorAuthCacheVersion() internal {
        emit ValidatorAuthCacheVersionBumped(++validatorAuthCacheVersion);
    }

    /// @dev A reservoir of `validatorsPerJob` over a window of the pool. The window moves on by its own length, or, by
    ///      strategy, starts where the seed says.
    function _draw(uint256 seed) private returns (address[] memory drawn) {
        uint256 size = validatorPool.length;
        uint256 window = size < validatorPoolSampleSize ? size : validatorPoolSampleSize;
        uint256 count = validatorsPerJob;
        if (window < count) revert InsufficientValidators();
        uint256 offset = seed % size;
        if (selectionStrategy == SelectionStrategy.Rotating) {
            offset = validatorPoolRotation % size;
            validatorPoolRotation = (offset + window) % size;
            emit ValidatorPoolRotationUpdated(validatorPoolRotation);
        }
        drawn = new address[](count);
        for (uint256 i; i < window; ++i) {
            uint256 slot = i < count ? i : uint256(keccak256(abi.encode(seed, i))) % (i + 1);
            if (slot < count) drawn[slot] = validatorPool[(offset + i) % size];
        }
    }
}
