{#- What everyone sees of mart_indicator_component; as open_mart_indicator_value. -#}
with

decisions as (

    select * from {{ ref('int_release_decision') }}

),

released as (

    select * from {{ source('raw', 'released_mart_indicator_component') }}

),

judged as (

    select
        parts.*,
        decisions.whole,
        decisions.met,
        decisions.met_low,
        decisions.met_high,
        decisions.is_whole_shown,
        personal.indicator_id is not null as is_personal,
        coalesce(decisions.standing = 'kept', false) as is_kept,
        coalesce(decisions.is_met_shown, decisions.is_whole_shown) as is_met_shown,
        decisions.is_whole_shown and coalesce(decisions.is_met_shown, true) as is_shown
    from {{ ref('mart_indicator_component') }} as parts
    left join {{ ref('int_release_indicator') }} as personal
        on parts.indicator_id = personal.indicator_id
    left join decisions
        on {{ decision_key('decisions', "parts.indicator_id || '/' || parts.component", 'parts') }}

),

final as (

    select
        figures.indicator_id,
        figures.component,
        figures.subject_kind,
        figures.subject_code,
        figures.period_kind,
        figures.period,
        figures.weight,
        {{ open_value(
            'numerator', 'figures.is_met_shown', 'coalesce(figures.met, figures.whole)'
        ) }},
        {{ open_value(
            'denominator', 'figures.is_whole_shown',
            'case when figures.denominator is not null then figures.whole end'
        ) }},
        {{ open_value('value', 'figures.is_shown', 'case
            when figures.denominator is null then figures.whole
            else ' ~ share_percent('figures.met', 'figures.whole') ~ '
        end') }},
    {% for side in ['low', 'high'] %}
            {{ open_value('interval_' ~ side, 'figures.is_whole_shown', 'case
                when not figures.is_shown
                    then ' ~ share_percent('figures.met_' ~ side, 'figures.whole') ~ '
                when figures.denominator is not null
                    then ' ~ wilson_percent('figures.met', 'figures.whole', side) ~ '
            end') }}
        {{- ',' if not loop.last }}
    {% endfor %}
    from judged as figures
    left join released
        on {{ figure_key('figures', 'released') }} and figures.component = released.component

)

select * from final
