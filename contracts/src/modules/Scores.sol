// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PauseBits} from "../libraries/PauseClock.sol";
import {Pausing} from "./Pausing.sol";

/// @title Performance scores as measured off chain
abstract contract Scores is Pausing {
    uint256 private constant MAX_SCORE = 10_000;

    function updatePerformanceScore(address operator, uint256 score) external onlyRole(PERFORMANCE_MONITOR) {
        _requireRunning(PauseBits.SCORES);
        if (score > MAX_SCORE) revert ScoreOutOfRange(0, score);
        Operator storage op = _operators[operator];
        uint64 start = op.scoreWindowEnd == 0 ? op.registeredAt : op.scoreWindowEnd;
        _score(0, ScoreReport(operator, uint16(score), start, _now(), 0, 0));
    }

    function submitScores(ScoreReport[] calldata reports) external onlyRole(PERFORMANCE_MONITOR) {
        _requireRunning(PauseBits.SCORES);
        if (reports.length == 0) revert EmptyBatch();
        for (uint256 i; i < reports.length; ++i) {
            if (reports[i].score > MAX_SCORE) revert ScoreOutOfRange(i, reports[i].score);
            if (reports[i].windowStart >= reports[i].windowEnd || reports[i].windowEnd > _now()) {
                revert ScoreWindowInvalid(i);
            }
            _score(i, reports[i]);
        }
    }

    function _score(uint256 index, ScoreReport memory report) private {
        Operator storage op = _operators[report.operator];
        if (op.registeredAt == 0) revert ScoreForUnknown(index, report.operator);
        if (report.windowEnd < op.scoreWindowEnd) revert ScoreWindowOld(index, op.scoreWindowEnd);
        uint16 oldScore = op.score;
        op.score = report.score;
        op.scoreWindowEnd = report.windowEnd;
        emit PerformanceScoreUpdated(
            report.operator,
            msg.sender,
            oldScore,
            report.score,
            report.windowStart,
            report.windowEnd,
            report.formulaVersion,
            report.reportHash,
            _nextSeq(op)
        );
    }
}
