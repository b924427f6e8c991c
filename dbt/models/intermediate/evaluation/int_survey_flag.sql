{{ config(materialized='view') }}

with

qualities as (

    select * from {{ ref('int_survey_quality') }}

),

thresholds as (

    select
        {{ named_number('score_rule_note', 'flag_response_below') }} as response_below,
        {{ named_number('score_rule_note', 'flag_top_two_above') }} as top_two_above,
        {{ named_number('score_rule_note', 'flag_dont_know_below') }} as dont_know_below
    from {{ ref('stg_indicator') }}
    where indicator_id = 'EVA08'

),

-- without a threshold there is no flag
final as (

    select
        qualities.wave_id,
        {{ true_names([
            ('low_response', 'qualities.response_percent < thresholds.response_below'),
            ('top_two_too_high', 'qualities.top_two_percent > thresholds.top_two_above'),
            ('dont_know_too_low', 'qualities.dont_know_percent < thresholds.dont_know_below'),
            ('mode_change', 'qualities.mode_shift_points > ' ~ mode_change_points()),
        ]) }} as quality_flags
    from qualities
    left join thresholds on true

)

select * from final
