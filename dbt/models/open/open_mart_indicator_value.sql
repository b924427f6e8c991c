{#- What everyone sees of mart_indicator_value. Institutional and received figures are as they are.
    Of the others those are given that are in a release: as it was published where it was kept,
    and otherwise with blanks where a count is too small or would give one away, and with the
    range that a blank share lies in where that may be told. A longer period
    that is made of kept figures is worked out from them; what a composite's interval would be
    then nobody knows. -#}
with

verdicts as (

    select * from {{ ref('int_release_verdict') }}

),

released as (

    select * from {{ source('raw', 'released_mart_indicator_value') }}

),

figures as (

    select * from {{ ref('mart_indicator_value') }}

),

judged as (

    select
        figures.*,
        verdicts.is_kept,
        verdicts.is_whole_shown,
        verdicts.is_met_shown,
        verdicts.is_shown,
        verdicts.is_corrected,
        verdicts.whole,
        verdicts.met,
        verdicts.value as composite_value,
        verdicts.range_low,
        verdicts.range_high,
        verdicts.indicator_id is not null as is_out,
        personal.indicator_id is not null and figures.figure_source = 'own' as is_personal,
        coalesce(personal.is_released, true) as is_released
    from figures
    left join {{ ref('int_release_indicator') }} as personal
        on figures.indicator_id = personal.indicator_id
    left join verdicts on {{ figure_key('figures', 'verdicts') }}

),

final as (

    select
        figures.indicator_id,
        figures.subject_kind,
        figures.subject_code,
        figures.period_kind,
        figures.period,
        figures.period_from,
        figures.period_to,
        figures.settled_on,
        {{ open_value('definition_version', 'true', 'figures.definition_version') }},
        {{ open_value('numerator', 'figures.is_met_shown', 'case
            when not figures.is_corrected then figures.numerator
            when figures.denominator is null then figures.whole
            else figures.met
        end') }},
        {{ open_value('denominator', 'figures.is_whole_shown', 'case
            when figures.is_corrected and figures.denominator is not null then figures.whole
            else figures.denominator
        end') }},
        {{ open_value('sample_count', 'figures.is_whole_shown', 'case
            when figures.is_corrected then cast(figures.whole as bigint) else figures.sample_count
        end') }},
        {{ open_value('value', 'figures.is_shown', 'case
            when not figures.is_corrected then figures.value
            when figures.denominator is null then figures.whole
            when figures.met is null then figures.composite_value
            else ' ~ share_percent('figures.met', 'figures.whole') ~ '
        end') }},
        {% for side in ['low', 'high'] %}
            {{ open_value('interval_' ~ side, 'true', 'case
                when not figures.is_shown then figures.range_' ~ side ~ '
                when not figures.is_corrected then figures.interval_' ~ side ~ '
                when figures.met is not null
                    then ' ~ wilson_percent('figures.met', 'figures.whole', side) ~ '
            end') }},
        {% endfor %}
        {{ open_value('interval_method', 'true', "case
            when figures.range_low is not null then 'protected_range@1'
            else figures.interval_method
        end") }},
        case
            when figures.is_personal and not figures.is_out then 'suppressed'
            when figures.is_personal and figures.is_kept then released.status
            when figures.is_personal and not figures.is_shown then 'suppressed'
            else figures.status
        end as status,
        case
            when figures.is_personal and not figures.is_released then 'office_only'
            when figures.is_personal and not figures.is_out then 'not_released'
            when figures.is_personal and figures.is_kept then released.publish_reason
            when figures.is_personal and not figures.is_shown then 'small_count'
            else figures.publish_reason
        end as publish_reason,
        figures.quality_flags,
        figures.is_series_break,
        figures.figure_source
    from judged as figures
    left join released on {{ figure_key('figures', 'released') }}

)

select * from final
