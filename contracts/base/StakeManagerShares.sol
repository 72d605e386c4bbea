// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {StakeManagerMinimums} from "./StakeManagerMinimums.sol";

/// @title StakeManagerShares
/// @notice How rewards and slashes are shared out. Reward shares are whole percents. A slash share is stored as it was
///         written: 0 to 100 are whole percents, 101 to 10,000 basis points that make up whole percents.
abstract contract StakeManagerShares is StakeManagerMinimums {
    uint256 private constant WHOLE = 10_000;

    uint256 public feePct;
    uint256 public burnPct;
    uint256 public validatorRewardPct;

    uint256 public employerSlashPct;
    uint256 public treasurySlashPct;
    uint256 public validatorSlashRewardPct;
    uint256 public operatorSlashPct;
    uint256 public burnSlashPct;

    event BurnPctUpdated(uint256 pct);
    event FeePctUpdated(uint256 pct);
    event ValidatorRewardPctUpdated(uint256 pct);
    event OperatorSlashPctUpdated(uint256 operatorSlashPct);
    event ParametersUpdated(
        uint256 minStake,
        uint256 employerSlashPct,
        uint256 treasurySlashPct,
        uint256 operatorSlashPct,
        uint256 validatorSlashRewardPct,
        uint256 burnSlashPct,
        uint256 feePct,
        uint256 burnPct,
        uint256 validatorRewardPct
    );
    event SlashDistributionUpdated(
        uint256 employerSlashPct,
        uint256 treasurySlashPct,
        uint256 operatorSlashPct,
        uint256 validatorSlashRewardPct
    );
    event SlashingPercentagesUpdated(uint256 employerSlashPct, uint256 treasurySlashPct);
    event SlashPercentsUpdated(
        uint256 employerSlashPct,
        uint256 treasurySlashPct,
        uint256 validatorSlashRewardPct,
        uint256 operatorSlashPct,
        uint256 burnSlashPct
    );
    event ValidatorSlashRewardPctUpdated(uint256 validatorSlashRewardPct);

    function setFeePct(uint256 pct) external onlyGovernance {
        _setRewardShares(pct, burnPct, validatorRewardPct);
    }

    function setBurnPct(uint256 pct) external onlyGovernance {
        _setRewardShares(feePct, pct, validatorRewardPct);
    }

    /// @notice A change also overwrites `validatorSlashRewardPct`, which `applyConfiguration` leaves alone.
    function setValidatorRewardPct(uint256 pct) external onlyGovernance {
        bool changed = pct != validatorRewardPct;
        _setRewardShares(feePct, burnPct, pct);
        if (changed) _setSlashShares(employerSlashPct, treasurySlashPct, pct, operatorSlashPct, burnSlashPct);
    }

    /// @notice The five shares of a slash; the validators' counts towards the whole.
    function setSlashPercents(
        uint16 employerSlashPctBps,
        uint16 treasurySlashPctBps,
        uint16 validatorSlashPctBps,
        uint16 operatorSlashPctBps,
        uint16 burnSlashPctBps
    ) external onlyGovernance {
        _requireWhole(
            _toBps(employerSlashPctBps) +
                _toBps(treasurySlashPctBps) +
                _toBps(validatorSlashPctBps) +
                _toBps(operatorSlashPctBps) +
                _toBps(burnSlashPctBps)
        );
        _setSlashShares(
            employerSlashPctBps,
            treasurySlashPctBps,
            validatorSlashPctBps,
            operatorSlashPctBps,
            burnSlashPctBps
        );
    }

    /// @notice Four shares of a slash; together with what is burned, the validators' counts towards the whole.
    function setSlashDistribution(
        uint256 _employerSlashPct,
        uint256 _treasurySlashPct,
        uint256 _operatorSlashPct,
        uint256 _validatorSlashPct
    ) external onlyGovernance {
        _requireWhole(
            _toBps(_employerSlashPct) +
                _toBps(_treasurySlashPct) +
                _toBps(_operatorSlashPct) +
                _toBps(_validatorSlashPct) +
                _toBps(burnSlashPct)
        );
        _setSlashShares(_employerSlashPct, _treasurySlashPct, _validatorSlashPct, _operatorSlashPct, burnSlashPct);
    }

    /// @notice Three shares of a slash; they may not exceed the whole, whatever operators get and what is burned.
    function setSlashingDistribution(
        uint256 _employerSlashPct,
        uint256 _treasurySlashPct,
        uint256 _validatorSlashPct
    ) external onlyGovernance {
        _requireWhole(_toBps(_employerSlashPct) + _toBps(_treasurySlashPct) + _toBps(_validatorSlashPct));
        _setSlashShares(_employerSlashPct, _treasurySlashPct, _validatorSlashPct, operatorSlashPct, burnSlashPct);
    }

    function setSlashingPercentages(uint256 _employerSlashPct, uint256 _treasurySlashPct) external onlyGovernance {
        _setEmployerAndTreasury(_employerSlashPct, _treasurySlashPct);
    }

    function setSlashingParameters(uint256 _employerSlashPct, uint256 _treasurySlashPct) external onlyGovernance {
        _setEmployerAndTreasury(_employerSlashPct, _treasurySlashPct);
    }

    function setValidatorSlashRewardPct(uint256 _validatorSlashPct) external onlyGovernance {
        _setSlashShares(employerSlashPct, treasurySlashPct, _validatorSlashPct, operatorSlashPct, burnSlashPct);
    }

    function setOperatorSlashPct(uint256 _operatorSlashPct) external onlyGovernance {
        _setSlashShares(employerSlashPct, treasurySlashPct, validatorSlashRewardPct, _operatorSlashPct, burnSlashPct);
    }

    /// @dev Checks the sum that results, so that a batch may move a percent from one share to another.
    function _setRewardShares(uint256 fee, uint256 burn, uint256 validator) internal {
        if (fee > 100 || burn > 100 || validator > 100 || fee + burn + validator > 100) revert InvalidPercentage();
        bool feeMoved = fee != feePct;
        bool burnMoved = burn != burnPct;
        bool validatorMoved = validator != validatorRewardPct;
        if (!feeMoved && !burnMoved && !validatorMoved) return;
        (feePct, burnPct, validatorRewardPct) = (fee, burn, validator);
        if (feeMoved) emit FeePctUpdated(fee);
        if (burnMoved) emit BurnPctUpdated(burn);
        if (validatorMoved) emit ValidatorRewardPctUpdated(validator);
        _emitParameters();
    }

    /// @dev The validators' share is outside of the sum here. Callers that count it check on their own.
    function _setSlashShares(
        uint256 employer,
        uint256 treasuryShare,
        uint256 validator,
        uint256 operator,
        uint256 burn
    ) internal {
        _requireWhole(_toBps(employer) + _toBps(treasuryShare) + _toBps(operator) + _toBps(burn));
        _toBps(validator);
        employerSlashPct = employer;
        treasurySlashPct = treasuryShare;
        validatorSlashRewardPct = validator;
        operatorSlashPct = operator;
        burnSlashPct = burn;
        emit SlashingPercentagesUpdated(employer, treasuryShare);
        emit OperatorSlashPctUpdated(operator);
        emit ValidatorSlashRewardPctUpdated(validator);
        emit SlashDistributionUpdated(employer, treasuryShare, operator, validator);
        emit SlashPercentsUpdated(employer, treasuryShare, validator, operator, burn);
        _emitParameters();
    }

    function _toBps(uint256 value) internal pure returns (uint256) {
        if (value <= 100) return value * 100;
        if (value > WHOLE || value % 100 != 0) revert InvalidPercentage();
        return value;
    }

    /// @return The part of an amount that a stored slash share stands for, rounded down.
    function _slashShare(uint256 amount, uint256 stored) internal pure returns (uint256) {
        return (amount * _toBps(stored)) / WHOLE;
    }

    function _emitParameters() internal override {
        emit ParametersUpdated(
            minStake,
            employerSlashPct,
            treasurySlashPct,
            operatorSlashPct,
            validatorSlashRewardPct,
            burnSlashPct,
            feePct,
            burnPct,
            validatorRewardPct
        );
    }

    function _setEmployerAndTreasury(uint256 employer, uint256 treasuryShare) private {
        _setSlashShares(employer, treasuryShare, validatorSlashRewardPct, operatorSlashPct, burnSlashPct);
    }

    function _requireWhole(uint256 bps) private pure {
        if (bps > WHOLE) revert InvalidPercentage();
    }
}
