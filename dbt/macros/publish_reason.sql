{#- Why an estimated percentage is not simply shown; empty where it is. Rules of the National
    Center for Health Statistics for proportions (Parker and others 2017, Vital and Health
    Statistics 2(175)), with the floor of the catalogue on top: fewer than `floor` answers. An
    estimate of 0 or 100 % that may be shown is reviewed, however narrow its interval. -#}
{% macro publish_reason(effective_count, sample_count, floor, percent, low, high) -%}
    {%- set width = '(' ~ high ~ ' - ' ~ low ~ ')' -%}
    case
        when {{ effective_count }} < 30 then 'effective_count_below_30'
        when {{ sample_count }} < {{ floor }} then 'below_catalogue_floor'
        when {{ width }} >= 30 then 'interval_too_wide'
        when {{ width }} > 5 and {{ width }} > 1.3e0 * {{ percent }}
            then 'interval_too_wide_for_share'
        when {{ percent }} in (0, 100) then 'all_or_none'
    end
{%- endmacro %}
